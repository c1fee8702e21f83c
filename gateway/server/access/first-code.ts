// A store without any station has nobody who could invite one: it shows a code for its first technician.
import type { House } from "../house.ts";

export const firstCode = (house: House): { firstCode?: string } => {
  if (house.stations.list().some(({ revoked }) => revoked !== true)) return {};
  const { code } = house.invitations.create({ id: house.newId("inv"), role: "technician" });
  return { firstCode: `${code.slice(0, 4)}-${code.slice(4)}` };
};
