"""PYTHONSTARTUP of the kernels that build the book; a notebook finds none of its names."""

__import__("runpy").run_path(__file__.replace("start.py", "slides.py"), run_name="kernel")
