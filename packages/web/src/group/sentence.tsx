/** The first of the letters that stand for names while a sentence is made: private ones, which no translation has. */
const FIRST_MARK = 0xe000;

/** A sentence in which names stand, each apart: its direction acts in itself and not beyond. */
export function Sentence(props: {
  readonly say: (...names: string[]) => string;
  readonly names: readonly string[];
}) {
  const { say, names } = props;
  const said = say(...names.map((_, at) => String.fromCharCode(FIRST_MARK + at)));
  return (
    <>
      {said
        .split(/([\ue000-\ue00f])/)
        .map((piece, at) =>
          at % 2 === 0 ? piece : <bdi key={at}>{names[piece.charCodeAt(0) - FIRST_MARK]}</bdi>,
        )}
    </>
  );
}
