/* What the explorers use of d3-array, which carries no types. */
declare module "d3-array" {
  export function extent(values: Iterable<number>): [number, number];
  export function ticks(start: number, stop: number, count: number): number[];
}
