// The verbs of the `tallygate` command. A new verb is one file and one line here.
import {
  chainDown,
  chainKeep,
  chainRevoke,
  chainServer,
  chainStatus,
  chainStore,
  chainUp,
} from "./chain/verbs.ts";
import { devicesDoctor } from "./devices/doctor.ts";
import { devicesList } from "./devices/list.ts";
import { devicesUdev } from "./devices/udev.ts";
import { backup, restore } from "./ledger/backup.ts";
import { domain } from "./ledger/domain.ts";
import { exportPlainText } from "./ledger/export.ts";
import { prove } from "./ledger/prove.ts";
import { createRebuild, createVerify } from "./ledger/verify.ts";
import { kioskOff, kioskOn, kioskWatch } from "./kiosk/verbs.ts";
import { programmeCharter } from "./programme/charter.ts";
import { programmeCheck } from "./programme/check.ts";
import { programmeCompare } from "./programme/compare.ts";
import { programmeTest } from "./programme/test.ts";
import { tlsKit, tlsRenew, tlsShow } from "./tls.ts";
import { doctor } from "./doctor/doctor.ts";
import { support } from "./support/support.ts";
import { bundleKey, bundleMake, bundleShow, bundleOpen } from "./bundle/verbs.ts";
import { upgradeVerb, rollback, recover, releases } from "./release/verbs.ts";
import { detect } from "./detect/verb.ts";
import { init, assign, testVerb, enrol, pair } from "./init/init.ts";
import { kit, replace, uninstall } from "./replace/verbs.ts";
import { enrolOffer, enrolOffers, enrolWithdraw } from "./enrolment/verbs.ts";
import { staffList, staffPut } from "./people/staff.ts";
import { stationList, stationRename, stationRevoke } from "./stations/station.ts";
import { secretsOpen, secretsSeal } from "./secrets/verbs.ts";
import { spareFollow, spareOff, spareRun, spareStatus } from "./spare/verbs.ts";
import { simVerbs } from "./sim/verbs.ts";
import type { Verb } from "./verb.ts";

export const verbs: readonly Verb[] = [
  devicesList,
  devicesUdev,
  devicesDoctor,
  programmeTest,
  programmeCheck,
  programmeCompare,
  programmeCharter,
  createVerify(domain),
  createRebuild(domain),
  prove,
  exportPlainText,
  backup,
  restore,
  tlsShow,
  tlsRenew,
  tlsKit,
  kioskOn,
  kioskOff,
  kioskWatch,
  chainServer,
  chainUp,
  chainKeep,
  chainRevoke,
  chainStore,
  chainStatus,
  chainDown,
  doctor,
  support,
  bundleKey,
  bundleMake,
  bundleShow,
  bundleOpen,
  upgradeVerb,
  rollback,
  recover,
  releases,
  detect,
  init,
  assign,
  testVerb,
  enrol,
  enrolOffer,
  enrolOffers,
  enrolWithdraw,
  pair,
  kit,
  replace,
  uninstall,
  secretsSeal,
  secretsOpen,
  spareFollow,
  spareRun,
  spareStatus,
  spareOff,
  staffList,
  staffPut,
  stationList,
  stationRename,
  stationRevoke,
  ...simVerbs,
];
