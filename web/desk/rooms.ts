import type { Duty, Room } from "./duties.ts";

const found = import.meta.glob<{ readonly room: Room }>("./*/room.ts", { eager: true });
const ROOMS: readonly Room[] = Object.values(found).map(({ room }) => room);

export function menuOf(duty: Duty): Room["menu"] {
  return ROOMS.flatMap(({ menu }) => menu)
    .filter(({ duties }) => duties.includes(duty))
    .toSorted((one, other) => one.order - other.order);
}

/** Pages with fixed addresses before those with parameters: `/missions/import` is no mission. */
export function pagesOf(duty: Duty): Room["pages"] {
  const parameters = (path: string): number => path.split(":").length;
  return ROOMS.flatMap(({ pages }) => pages)
    .filter(({ duties }) => duties.includes(duty))
    .toSorted((one, other) => parameters(one.path) - parameters(other.path));
}

export function homeAddress(kind: string): string | undefined {
  return ROOMS.map(({ home }) => home?.[kind]).find((address) => address !== undefined);
}
