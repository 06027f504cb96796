/**
 * What the doctor answers to each choice, patient by patient, keys as in cases.py.
 * tests/explorers/test_doctor.py holds it to what was measured.
 */

const ONE_MODE = "There is no batch norm in it, so both modes are one and the same.";
const NO_NORM = "There is no batch norm in it that a small batch could harm.";
const NOT_EVEN = "It does not even fit the images it was trained on.";
const SCALED = "Its inputs are standardized already: the same run, to the last digit.";
const HE = "It has He initialization already: the same run, to the last digit.";
const RELU = "It has ReLU units already: the same run, to the last digit.";
const NORM = "It has batch norm already: the same run, to the last digit.";
const MODE = "Without batch norm the two modes are the same: not a digit differs.";
const BATCH = "It trains on batches of 64 already: the same run, to the last digit.";
const AT_REST =
  "Before the first step the standard deviation of z is 1 and the loss is near ln 10.";
const FUSE = "No unit can die, so nothing stops the growth: the loss soon becomes NaN.";

/** @type {Record<string, string>[]} */
export const diagnoses = [
  {
    inputs:
      "Raw pixels would saturate the first tanh layer alone, since the outputs of tanh lie within ±1. Here all three layers are saturated.",
    rate: "The first step moves the weights by a fifth of a per cent, and the units were saturated before it.",
    start:
      "Before any step z has a standard deviation of 8 in the first layer and 5 in those above, and a tanh is saturated beyond 3. The weights are about five times as large as they should be.",
    saturated:
      "Six slopes of ten are below 0.01, before the first step. But something made z so large.",
    vanish:
      "The first layer gets more gradient than the last: large weights outdo the small slopes.",
    overfit:
      "The gap between training and test is real. But the loss began at three times ln 10: it was ill before it had learned anything.",
    mode: ONE_MODE,
    few: NO_NORM,
  },
  {
    inputs:
      "Before any step z has a standard deviation of 12 in the first layer, and the others keep it: a fitting initialization, fed with numbers that are too large.",
    rate: "The first step moves the weights by a fifth, which is far too much. But with standardized pixels the same learning rate is just right: the inputs make the gradient large.",
    start:
      "With initial weights that are too large the standard deviation grows from layer to layer. Here it is the same in all three.",
    saturated:
      "Most units are dead in the end. But before the first step only 3 of 96 were: ask what killed them.",
    vanish:
      "It fades in the end, because the units die. Before the first step all layers get the same.",
    overfit: NOT_EVEN,
    mode: ONE_MODE,
    few: NO_NORM,
  },
  {
    inputs:
      "Training goes well, and batch norm holds the standard deviation of z at 1 in every layer.",
    rate: "The first step moves the weights by less than half a per cent, and the loss falls.",
    start: AT_REST,
    saturated:
      "Half of the slopes are 0: that is what ReLU does to numbers with the mean 0. No unit is dead.",
    vanish: "The first layer gets as much gradient as the last, and more.",
    overfit:
      "Good in training and bad in the test: so it looks. But an overfitted network makes the same prediction for an image whatever else is in the batch, and this one does not.",
    mode: "Training goes well, and yet the prediction for an image depends on the rest of the batch: in evaluation mode it could not.",
    few: "Batch norm it is, but the training is fine, so its batches are large enough. It is in the test that an image should not depend on its batch at all.",
  },
  {
    inputs:
      "Numbers that are too large, yes. But inputs would make them large in all layers alike; here they grow almost fourfold from each layer to the next.",
    rate: "The first steps are too large. But the loss was in the hundreds before the first of them.",
    start:
      "Before any step the standard deviation of z is 8, then 29, then 107. The weights multiply it in every layer, and the initial loss is in the hundreds instead of near 2.3.",
    saturated:
      "A whole layer is dead after one epoch, and then nothing below it can learn. But before the first step not one unit was dead.",
    vanish:
      "At initialization the first layer gets 17 times the gradient of the last: it explodes. It is zero only when a whole layer is dead.",
    overfit: NOT_EVEN,
    mode: ONE_MODE,
    few: NO_NORM,
  },
  {
    inputs: "Batch norm holds the standard deviation of z at 1 at initialization.",
    rate: "The first step moves the weights by less than a hundredth of a per cent: rather too little than too much.",
    start: AT_REST,
    saturated:
      "Many slopes are 0 in the end. But before the first step no unit is dead, and half of the slopes at 0 is what ReLU does to numbers with the mean 0.",
    vanish:
      "The first step moves the first layer by two millionths of its size. But on 256 images, on which the gradients here are drawn, nothing vanishes. So what is special about the training’s own batches?",
    overfit: NOT_EVEN,
    mode: "Batch norm it is. But it is tested in evaluation mode, and no prediction changes with the rest of the batch; the training itself fails.",
    few: "Of two numbers, standardized, one becomes +1 and the other −1, whatever they were. So a small change below the norm changes nothing above it: no gradient gets back.",
  },
  {
    inputs:
      "Before the first step z has a standard deviation of 1.4 in the first layer: exactly what He initialization makes of standardized inputs.",
    rate: "Before the first step all is well: standard deviations, slopes, loss. That step then moves the weights by 6 to 9 per cent, where one would do, and after one epoch units lie dead.",
    start:
      "Before the first step the standard deviation is about 1.3 in every layer and the loss near ln 10: no better initialization could be wished for.",
    saturated:
      "Two units of three are dead in the end. None was before the first step: ask what killed them.",
    vanish:
      "It is zero in the end, because the whole last layer is dead. Before the first step all layers get about the same.",
    overfit: NOT_EVEN,
    mode: ONE_MODE,
    few: NO_NORM,
  },
];

/** @type {Record<string, string>[]} */
export const cures = [
  {
    standardize: SCALED,
    rate: "Smaller steps leave the saturated units saturated, and the rest learns less.",
    start: "z has a standard deviation near 1 again, where tanh has a slope.",
    relu: "Tanh had at least kept the numbers within ±1. Without it they grow from layer to layer: this is now patient 4.",
    leaky:
      "No unit is saturated any more, and it is no better: now the numbers grow from layer to layer, and the initial loss is in the hundreds.",
    batch:
      "Batch norm divides z by its standard deviation, however large the weights have made it.",
    eval: MODE,
    larger: BATCH,
  },
  {
    standardize: "The steps fit, and hardly a unit dies.",
    rate: "The steps now fit the large gradients. But the inputs still share one sign, and some units still die.",
    start: HE,
    relu: RELU,
    leaky: FUSE,
    batch: "Batch norm standardizes behind the first layer what was not standardized before it.",
    eval: MODE,
    larger: BATCH,
  },
  {
    standardize: SCALED,
    rate: "It learns more slowly, and is tested as badly as before.",
    start: HE,
    relu: RELU,
    leaky: "It learns as well as before, and is tested as badly as before.",
    batch: NORM,
    eval: "Nothing was wrong with the network; it was the test. Not one weight differs.",
    larger: BATCH,
  },
  {
    standardize: SCALED,
    rate: "The units survive the first steps, so it learns something. But its initial loss is still in the hundreds.",
    start: "The standard deviation now stays the same from layer to layer.",
    relu: RELU,
    leaky:
      "No layer dies, so it can work its way down from a loss in the hundreds. It would rather not have started there.",
    batch:
      "Batch norm divides z by its standard deviation in every layer, so that nothing can pile up.",
    eval: MODE,
    larger: BATCH,
  },
  {
    standardize: SCALED,
    rate: "There was hardly a gradient; now there are smaller steps along it.",
    start: HE,
    relu: RELU,
    leaky:
      "No unit is dead, but what reaches the units is still +1 or −1, and no gradient gets back through the norm.",
    batch: NORM,
    eval: "It is tested in evaluation mode already.",
    larger:
      "With 16 images a standardized number depends on all of them, and the gradient gets back. For more it would need more than its 128 images.",
  },
  {
    standardize: SCALED,
    rate: "The first step now moves the weights by about 1 per cent.",
    start: HE,
    relu: RELU,
    leaky: FUSE,
    batch:
      "Batch norm bounds what a step can do to z. The steps stay too large, and many units die all the same.",
    eval: MODE,
    larger: BATCH,
  },
];
