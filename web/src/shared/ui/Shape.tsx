/** The shapes that tell answers apart, before their place and their colour do. */

const SHAPES = [
  "M12 3 22 21H2Z",
  "M12 1 23 12 12 23 1 12Z",
  "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z",
  "M3 3h18v18H3Z",
  "M9 2h6v7h7v6h-7v7H9v-7H2V9h7Z",
  "m12 1 3 8 8 .5-6.3 5.2 2.2 8.3L12 18.3 5.1 23l2.2-8.3L1 9.5 9 9Z",
] as const;

/** How many answers have a shape and a colour of their own; more begin again. */
export const SHAPE_COUNT = SHAPES.length;

/** The letter of an answer, as it is read out: A, B, C … */
export const letter = (index: number): string => String.fromCharCode(65 + (index % 26));

/** The shape of the answer with this index, as high as its line. Screen readers pass over it. */
export function Shape({ index }: { index: number }) {
  return (
    <svg class="shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SHAPES[index % SHAPES.length]} fill="currentColor" />
    </svg>
  );
}
