// Types of the plain-JavaScript neighbour, for the tests.
export declare const missingPackages: (packages: string) => readonly string[];
