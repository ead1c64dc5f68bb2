export const questionLimits = {
  promptLengthMax: 10_000,
  choiceLengthMax: 2_000,
  choicesMin: 2,
  choicesMax: 20,
  pointsMax: 10_000,
  unitLengthMax: 40,
  acceptedTextsMax: 50,
  /** Also the longest text a learner can give to a short question. */
  textLengthMax: 200,
  feedbackLengthMax: 10_000,
  altLengthMax: 500,
  patternLengthMax: 500,
  itemsMin: 2,
  itemsMax: 20,
  itemLengthMax: 500,
  /** Characters of an essay, whatever its bound in words. */
  essayLengthMax: 100_000,
  essayWordsMax: 20_000,
  guidanceLengthMax: 20_000,
} as const;
