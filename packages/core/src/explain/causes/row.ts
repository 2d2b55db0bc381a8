/** A cause that an explanation can name. */
export interface Row {
  /** What was wrong, as a sentence. */
  readonly title: string;
  /** What to change. */
  readonly fix: string;
  /** What to change if the bytes of the body are those that came: then it was not the app. */
  readonly outside?: string;
}

/** Gives a table a type that has the names and not the texts. */
export const tableOf = <Name extends string>(rows: Readonly<Record<Name, Row>>) => rows;
