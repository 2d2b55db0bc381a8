/** A cause that an explanation can name. */
export interface Row {
  /** What was wrong, as a sentence. */
  readonly title: string;
  /** What to change. */
  readonly fix: string;
}

/** Gives a table a type that has the names and not the texts. */
export const tableOf = <Name extends string>(rows: Readonly<Record<Name, Row>>) => rows;
