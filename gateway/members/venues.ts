// The one venue the house itself knows: the one stays are charged at. All others are the programme's.
export const roomsVenue = "rooms";
