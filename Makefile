# The book's whole vocabulary of commands; README, CONTRIBUTING and CI call these and nothing else.
# Needs Python >= 3.11 and make. Everything else is set up in this folder, in .venv and node_modules.

PYTHON ?= python3
REQUIREMENTS ?= requirements.lock# REQUIREMENTS=requirements.txt: the newest versions instead of the locked ones
PORT ?= 8000
SECRET ?= course.key# the teacher's key: made where there is none; keep it, and keep it to yourself

BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)# so that npm finds the node of the wheel
SITE := _build/html
# The networks here are small: more BLAS threads would only wait for each other.
export OPENBLAS_NUM_THREADS ?= 1

# A student's JupyterLab needs half of it; where everything is there, nothing more is installed.
LAB := $(if $(wildcard .venv/ready),.venv/ready,.venv/lab)
# Where nobody can write in the home, caches and Jupyter's own files stay in this folder.
ifeq ($(shell file=$$(mktemp "$$HOME/.actnorm-XXXXXX" 2>/dev/null) && rm "$$file" && echo writable),)
export HOME := $(CURDIR)/.venv/home
endif
# Jupyter asks root, who is alone in a container, to say so.
ROOT_MAY := $(if $(filter 0,$(shell id -u)),--allow-root)

.DEFAULT_GOAL := help
.PHONY: help book test notebooks lite lab lab-source serve pdf zip lint format bundle evidence bench lock audit clean browser \
  course quizzes assignments worksheets slides test-code test-notebooks test-pages test-engine test-course

help: ## say what there is to type
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	  || grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST)

book: .venv/ready node_modules/ready ## run the notebooks and build the site
	$(BIN)/jupyter-book build . --warningiserror --keep-going
	@echo
	@echo "The book is built. Open it by double click, or with 'make serve':"
	@echo "  file://$(CURDIR)/$(SITE)/index.html"

test: browser lint test-code ## run every check there is
	$(MAKE) -j2 test-notebooks book  # one core each
	$(MAKE) test-pages

browser: # found or got in the first second, or never
	@"$(PYTHON)" tests/browser.py

test-code: .venv/ready node_modules/ready # numerics, properties, doctests, structure, JS parity
	$(BIN)/pytest -n 2 -m "not site and not lab"

test-notebooks: .venv/ready # every chapter runs from top to bottom
	$(BIN)/pytest --nbval-lax --nbval-current-env -p no:cacheprovider -W default index.ipynb chapters

test-pages: browser .venv/ready node_modules/ready # the built book and a live JupyterLab, in a browser
	$(BIN)/pytest -n 2 --dist loadgroup -m "site or lab"

test-engine: .venv/ready node_modules/ready # every slider in ENGINE=firefox or ENGINE=webkit, on the built book
	$(BIN)/playwright install --with-deps $(or $(ENGINE),$(error say which: ENGINE=firefox or ENGINE=webkit))
	ENGINE=$(ENGINE) $(BIN)/pytest -n 2 tests/site/test_sliders.py

test-course: browser .venv/ready node_modules/ready # every deck on two projectors; `test` drives two of them
	ACTNORM_ALL_DECKS=1 $(BIN)/pytest -n 2 --dist loadgroup tests/course/test_decks.py

notebooks: $(LAB) ## make the reader's notebooks, plain Markdown, in _build/notebooks
	$(BIN)/jupyter-book build . --builder custom --custom-builder notebooks

course: quizzes assignments worksheets slides ## make all that a teacher takes, in _build/course
	@echo "All of it is listed on one page: $(CURDIR)/_build/course/index.html"

quizzes: .venv/ready ## questions for Moodle and Canvas; those for numbers from the key (SECRET=…)
	$(BIN)/python -m course quizzes numbers --secret $(SECRET)

assignments: .venv/ready ## data and sheets of three assignments, for each student (STUDENTS=names.txt)
	$(BIN)/python -m course assignments --secret $(SECRET) $(if $(STUDENTS),--students $(STUDENTS))

worksheets: .venv/ready node_modules/ready ## print a sheet for each chapter, its answers, and the formulas
	@ls _build/notebooks/*.ipynb >/dev/null 2>&1 || $(MAKE) notebooks
	$(BIN)/python -m course worksheets

slides: .venv/ready node_modules/ready ## make a deck for each chapter, and one for a lecture of 90 minutes
	@test -f $(SITE)/index.html || $(MAKE) book
	$(BIN)/python -m course slides
	@echo "Open it by double click: $(CURDIR)/_build/course/slides/index.html"

lab: $(LAB) ## open the reader's notebooks in JupyterLab (ARGS=--no-browser …)
	@ls _build/notebooks/*.ipynb >/dev/null 2>&1 || $(MAKE) notebooks
	$(BIN)/python _ext/hand_out.py
	JUPYTER_CONFIG_PATH="$(CURDIR)/_ext/jupyter" $(BIN)/jupyter lab --notebook-dir=notebooks $(ROOT_MAY) $(ARGS)

lab-source: .venv/ready ## open the book's own sources in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=. $(ROOT_MAY) $(ARGS) chapters

lite: .venv/lite/ready ## build the book with a kernel that runs in the reader's browser
	PYTHONPATH=_ext .venv/lite/bin/python _ext/assemble_lite.py
	$(MAKE) book
	@cat _build/lite/missing.txt  # the last line, if anything is

serve: ## show the built book on http://localhost:8000 (PORT=…)
	@test -f $(SITE)/index.html || { echo "There is no built book yet: type 'make book' first."; exit 1; }
	@echo "The book is on http://localhost:$(PORT) (stop with Ctrl+C)"
	"$(PYTHON)" -m http.server $(PORT) --bind 127.0.0.1 --directory $(SITE)

pdf: .venv/ready ## print the built book, with its explorers, to _build/actnorm.pdf (ARGS=--no-solutions)
	$(BIN)/python -m _ext.make_pdf $(ARGS)

zip: .venv/ready ## pack the built book, to be read from a folder, into _build/actnorm.zip
	@test -f $(SITE)/index.html || { echo "There is no built book yet: type 'make book' first."; exit 1; }
	cd _build && rm -f actnorm.zip && $(abspath $(BIN))/python -m zipfile -c actnorm.zip html
	@echo "_build/actnorm.zip: unpack it and open html/index.html."

lint: .venv/ready node_modules/ready ## check style, spelling, types and stored outputs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/nbstripout --keep-id --verify index.ipynb chapters/*.ipynb
	$(BIN)/npm run --silent style
	$(BIN)/npm run --silent types

format: .venv/ready node_modules/ready ## mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/nbstripout --keep-id index.ipynb chapters/*.ipynb
	$(BIN)/npx biome check --write
	$(BIN)/python _ext/readdress.py
	$(BIN)/python _ext/reading_time.py

bundle: node_modules/ready ## rebuild the explorers' JavaScript (actnorm/explorers/static)
	$(BIN)/npm run --silent bundle

evidence: .venv/ready ## make the kept tables of actnorm/evidence anew, where their code has changed
	$(BIN)/python -m actnorm.evidence

bench: .venv/ready ## print the benchmarks' ratios (the slider's needs a built book)
	for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

lock: .venv/ready ## renew requirements.lock and package-lock.json
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --no-annotate --no-header --upgrade --quiet \
	  requirements.txt -o requirements.lock
	rm -f package-lock.json  # npm forgets other systems' builds when it renews a lock in place
	$(BIN)/npm install --package-lock-only --no-fund --no-audit

audit: .venv/ready node_modules/ready ## ask the registries what is known against the locked packages
	$(BIN)/pip install --quiet uv
	$(BIN)/uv tool run --quiet pip-audit --requirement requirements.lock --no-deps --disable-pip
	$(BIN)/npm audit

clean: ## remove everything that was built or set up here
	rm -rf .venv node_modules _build .pytest_cache .ruff_cache .hypothesis *.egg-info build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/new:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "actnorm needs Python 3.11 or newer; '$(PYTHON)' is $$("$(PYTHON)" --version 2>&1)."; \
	  echo "Name another one with: make $(MAKECMDGOALS) PYTHON=python3.13"; exit 1; }
	"$(PYTHON)" -m venv .venv || { echo "This Python has no venv module (Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	@mkdir -p .venv/home
	@touch $@

.venv/lab: requirements.lock pyproject.toml | .venv/new
	@grep -v '^-e' requirements.lock > .venv/constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c .venv/constraints.txt -e '.[lab]'
	@echo "Set up in .venv: $$(du -sm .venv | cut -f1) MB."
	@touch $@

.venv/lite/ready: _ext/lite-requirements.txt requirements.lock | .venv/ready
	$(BIN)/python -m venv .venv/lite
	@grep -v '^-e' requirements.lock > .venv/lite/constraints.txt
	.venv/lite/bin/pip install --quiet --disable-pip-version-check -c .venv/lite/constraints.txt -r _ext/lite-requirements.txt
	@touch $@

.venv/ready: $(REQUIREMENTS) pyproject.toml | .venv/new
	$(BIN)/pip install --quiet --disable-pip-version-check -r $(REQUIREMENTS)
	@touch $@

node_modules/ready: package-lock.json | .venv/ready
	$(BIN)/npm ci --no-fund --no-audit --silent
	@touch $@
