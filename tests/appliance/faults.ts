// Machines broken on purpose: for each check of the doctor a way to make it fail, and who makes it whole again.

export interface Broken {
  /** checks that must fail then; more may */
  readonly ids: readonly string[];
  readonly by: string;
  /** what a person does where the doctor does not; absent: `doctor --fix` does it */
  readonly cure?: string;
}

const fakeService = (name: string): string =>
  `printf '[Service]\\nExecStart=/bin/sleep infinity\\n' > /usr/lib/systemd/system/${name}
   systemctl daemon-reload; systemctl start ${name}`;

const printer = '{"device":"p","driver":"escpos-tcp","options":{"host":"127.0.0.1","port":9100}}';

/** All of these at once, then one `doctor --fix`. */
export const cured: readonly Broken[] = [
  {
    ids: ["units.restarts"],
    by: `for i in 1 2 3 4 5 6 7; do systemctl kill -s KILL --kill-who=main tallygate-devices; sleep 0.6; done`,
  },
  { ids: ["ground.watchdog"], by: "rm /usr/lib/systemd/system.conf.d/tallygate.conf" },
  {
    ids: ["ground.journal"],
    by: "echo '[Journal]' > /usr/lib/systemd/journald.conf.d/tallygate.conf",
  },
  { ids: ["ground.updates"], by: "rm /etc/apt/apt.conf.d/52tallygate" },
  { ids: ["files.settings"], by: "chmod 0777 /etc/tallygate" },
  { ids: ["files.devices"], by: "chmod 0600 /etc/tallygate/devices.json" },
  { ids: ["files.secrets"], by: "chmod 0644 /var/lib/tallygate/credentials/master" },
  { ids: ["files.owners"], by: "touch /var/lib/tallygate/brought-by-root" },
  { ids: ["files.groups"], by: "gpasswd -d tallygate-dev dialout" },
  {
    ids: ["files.drafts"],
    by: "install -d -o tallygate -g tallygate -m 0700 /var/lib/tallygate/backups; touch -d '2 hours ago' /var/lib/tallygate/backups/backup-keys.draft-1",
  },
  { ids: ["release.current"], by: "ln -sfn releases/9.9.9 /opt/tallygate/current" },
  { ids: ["release.previous"], by: "ln -sfn releases/0.0.0 /opt/tallygate/previous" },
  {
    ids: ["release.trial"],
    by: `echo '{"phase":"unpacked","from":"0.1.0","to":"9.9.9","startedMs":1,"trialMs":60000}' > /opt/tallygate/upgrade.json`,
  },
  { ids: ["units.verify"], by: "systemctl disable --now tallygate-verify.timer" },
  { ids: ["units.backup"], by: "systemctl mask --now tallygate-backup.timer" },
  { ids: ["units.tls-renew"], by: "systemctl stop tallygate-tls-renew.timer" },
  { ids: ["units.devices"], by: "systemctl disable tallygate-devices.service" },
  {
    ids: ["units.door-socket", "units.gateway", "units.door"],
    by: "systemctl disable --now tallygate-http.socket; systemctl stop tallygate-gateway.service",
  },
  {
    ids: ["units.failed", "books.audit"],
    by: `mkdir -p /run/systemd/system/tallygate-verify.service.d
      printf '[Service]\\nExecStart=\\nExecStart=/bin/false\\n' > /run/systemd/system/tallygate-verify.service.d/x.conf
      systemctl daemon-reload; systemctl start tallygate-verify.service
      rm -r /run/systemd/system/tallygate-verify.service.d; systemctl daemon-reload`,
  },
  { ids: ["devices.blacklist"], by: "echo > /usr/lib/modprobe.d/tallygate.conf" },
  { ids: ["devices.rules"], by: "rm /usr/lib/udev/rules.d/70-tallygate.rules" },
  {
    ids: ["devices.foreign-rules"],
    by: `echo 'ATTRS{idVendor}=="072f", MODE="0000"' > /etc/udev/rules.d/99-other.rules`,
  },
  { ids: ["devices.modem-manager"], by: fakeService("ModemManager.service") },
  { ids: ["devices.braille"], by: fakeService("brltty.service") },
  { ids: ["devices.print-service"], by: fakeService("cups-browsed.service") },
  {
    ids: ["devices.braille-rules"],
    by: `echo 'ENV{PRODUCT}=="1a86/7523/*", RUN+="brltty"' > /usr/lib/udev/rules.d/90-brltty-usb-generic.rules`,
  },
  {
    ids: ["books.backup"],
    by: `runuser -u tallygate -- /opt/tallygate/releases/0.1.0/node /opt/tallygate/releases/0.1.0/app/provisioning/main.js backup --data /var/lib/tallygate
      for file in /var/lib/tallygate/backups/*.tgb; do sed -i '1s/"madeAt":"[^"]*"/"madeAt":"2020-01-01T00:00:00.000Z"/' "$file"; done`,
  },
  {
    ids: ["network.certificate", "network.root", "network.known", "network.socket"],
    by: "echo 'TALLYGATE_OPTIONS=--lan gw.store-0042.lan,127.0.0.1/8' > /etc/tallygate/lan.conf",
  },
  {
    ids: ["units.pcscd"],
    by: "systemctl disable pcscd.socket; systemctl stop pcscd.socket pcscd.service",
  },
];

/** A second round: what would stand in the way of the first. */
export const curedLater: readonly Broken[] = [
  { ids: ["files.data"], by: "chmod 0755 /var/lib/tallygate" },
  { ids: ["files.device-list"], by: "rm /etc/tallygate/devices.json" },
  {
    ids: ["files.accounts"],
    by: "systemctl stop tallygate-devices; sed -i '/^tallygate-dev:/d' /etc/passwd /etc/shadow /etc/group",
  },
];

/** Its own round: a printer that the device host may not reach. */
export const printerUnreached: Broken = {
  ids: ["devices.outbound", "devices.each"],
  by: `printf '{"devices":[${printer}]}' > /etc/tallygate/devices.json`,
};

const mark = "/run/systemd/container";

/** A container's clock is its host's, so the doctor asks only a machine that does not look like one. */
export const noTimeService: Broken = {
  ids: ["ground.time-service"],
  by: `mv ${mark} ${mark}-away
    printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' \
      > /usr/lib/systemd/system/systemd-timesyncd.service
    systemctl daemon-reload`,
};

export const containedAgain = `mv ${mark}-away ${mark}`;

/** What only a person cures; these do not stand in each other's way. */
const byHand: readonly Broken[] = [
  {
    ids: ["ground.system", "support.ends", "support.ends-ahead"],
    by: "cp --remove-destination $(readlink -f /etc/os-release) /tmp/os; sed 's/VERSION_ID.*/VERSION_ID=\"11\"\\nSUPPORT_END=2020-01-01/' /tmp/os > /etc/os-release.new; mv /etc/os-release.new /etc/os-release",
    cure: "cp /tmp/os /etc/os-release",
  },
  {
    ids: ["ground.memory"],
    by: "echo 'MemTotal: 900000 kB' > /tmp/memory; mount --bind /tmp/memory /proc/meminfo",
    cure: "umount /proc/meminfo",
  },
  {
    ids: ["ground.clock"],
    by: "mkdir -p /var/lib/systemd/timesync; touch -d '+3 hours' /var/lib/systemd/timesync/clock",
    cure: "rm /var/lib/systemd/timesync/clock",
  },
  {
    ids: ["files.options"],
    by: "echo 'TALLYGATE_OPTIONS=--nonsense' > /etc/tallygate/lan.conf",
    cure: "rm /etc/tallygate/lan.conf",
  },
  {
    ids: ["files.keys"],
    by: "mv /var/lib/tallygate/credentials/pepper /tmp/pepper",
    cure: "mv /tmp/pepper /var/lib/tallygate/credentials/pepper",
  },
  {
    ids: ["books.backup-key"],
    by: "touch /var/lib/tallygate/credentials/backup; chown tallygate: /var/lib/tallygate/credentials/backup; echo zz > /var/lib/tallygate/credentials/backup",
    cure: "rm /var/lib/tallygate/credentials/backup",
  },
  {
    ids: ["release.whole"],
    by: "echo '// changed' >> /opt/tallygate/releases/0.1.0/app/gateway/clock.js",
    cure: "sed -i '$d' /opt/tallygate/releases/0.1.0/app/gateway/clock.js",
  },
  {
    ids: ["release.command"],
    by: "mv /usr/bin/tallygate /usr/bin/tallygate-away",
    cure: "mv /usr/bin/tallygate-away /usr/bin/tallygate",
  },
];

/** The disk of the books, changed for a small one, a full one and one that is read-only; the gateway stands still. */
const disks: readonly Broken[] = [
  {
    ids: ["ground.space", "ground.space-ahead"],
    by: "systemctl stop tallygate-gateway.service tallygate-http.socket tallygate-https.socket; mount -t tmpfs -o size=8m,mode=0700,uid=$(id -u tallygate),gid=$(id -g tallygate) small /var/lib/tallygate",
    cure: "umount /var/lib/tallygate",
  },
  {
    ids: ["ground.inodes"],
    by: "mount -t tmpfs -o size=2g,nr_inodes=40,mode=0700 few /var/lib/tallygate; for i in $(seq 1 39); do touch /var/lib/tallygate/$i || true; done",
    cure: "umount /var/lib/tallygate",
  },
  {
    ids: ["ground.writable"],
    by: "mount -t tmpfs -o ro,size=2g none /var/lib/tallygate",
    cure: "umount /var/lib/tallygate; systemctl start tallygate-http.socket tallygate-gateway.service",
  },
];

const otherAddress: Broken = {
  ids: ["network.address"],
  by: "echo 'TALLYGATE_OPTIONS=--lan gw.store-0042.lan,10.99.99.99/8' > /etc/tallygate/lan.conf",
  cure: "rm /etc/tallygate/lan.conf",
};

/** One after the other: what is in a round is broken together. */
export const roundsByHand: readonly (readonly Broken[])[] = [
  byHand,
  [otherAddress],
  ...disks.map((disk) => [disk]),
];
