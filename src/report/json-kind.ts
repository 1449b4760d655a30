/** What a saved report calls itself, so that another file is not taken for one. */
export const reportKind = 'storyboard-run';

/** Goes up when a reader of older reports would misread a newer one. */
export const reportVersion = 1;
