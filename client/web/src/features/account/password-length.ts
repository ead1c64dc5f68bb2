/** How many characters a password has at least. */
export const passwordLengthMin = 10;
