/**
 * Answers for tests/test_explorer_doctor.py: reads cases from stdin, writes what JavaScript says.
 */
import { readFileSync } from "node:fs";
import { describePatient, size } from "../../actnorm/explorers/js/doctor_words.js";

const { shown, sizes } = JSON.parse(readFileSync(0, "utf8"));
const lines = shown.map(({ run, epoch, units }) => describePatient(run, epoch, units));
process.stdout.write(JSON.stringify({ lines, sizes: sizes.map(size) }));
