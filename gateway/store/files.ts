// Where the store keeps its files below the data folder.
import { join } from "node:path";

export const databaseFile = (dataFolder: string): string => join(dataFolder, "store.db");

export const backupFolder = (dataFolder: string): string => join(dataFolder, "backups");
