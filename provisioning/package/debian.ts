// What dpkg is told: the control file and the scripts of installation and removal. Texts only.

const depends = ["pcscd", "libpcsclite1", "libstdc++6", "libudev1", "libsystemd0", "systemd"];
const recommends = [
  "libccid",
  "fonts-noto-cjk",
  "chromium",
  "cage",
  "xwayland",
  "unattended-upgrades",
];

export const control = (facts: { readonly version: string; readonly kilobytes: number }): string =>
  `Package: tallygate
Version: ${facts.version}
Architecture: amd64
Maintainer: Tallygate <root@localhost>
Installed-Size: ${facts.kilobytes}
Depends: ${depends.join(", ")}
Recommends: ${recommends.join(", ")}
Section: misc
Priority: optional
Description: in-store kiosk and hardware gateway for hotel and retail membership
 Serves kiosk, cashier, office and technician pages over a local ledger and
 speaks with card readers, receipt printers, scanners and cash drawers.
`;

const units =
  "tallygate-http.socket tallygate-https.socket tallygate-verify.timer tallygate-backup.timer tallygate-tls-renew.timer";
/** run at boot before the others: where an upgrade was cut off, and where secrets are sealed */
const atBoot = "tallygate-settle.service tallygate-credentials.service";
const services = "tallygate-gateway.service tallygate-devices.service tallygate-spare.service";

/** dpkg calls them with what it is about to do; see deb-postinst(5) and its sisters. */
export const scripts: Readonly<Record<string, string>> = {
  postinst: `#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
systemd-sysusers tallygate.conf
systemd-tmpfiles --create tallygate.conf
# the two folders that links and releases lie in; what is in a release stays root's
chown tallygate-keeper:tallygate-keeper /opt/tallygate /opt/tallygate/releases
[ -e /etc/tallygate/devices.json ] || printf '{"devices": []}\\n' > /etc/tallygate/devices.json
chgrp tallygate-link /etc/tallygate/devices.json
chmod 0640 /etc/tallygate/devices.json
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  udevadm control --reload || true
  systemctl enable --quiet ${units} ${services} ${atBoot}
  systemctl restart ${units} ${services}
else
  systemctl enable --quiet ${units} ${services} ${atBoot} || true
fi
`,
  prerm: `#!/bin/sh
set -e
[ "$1" = remove ] || exit 0
[ ! -d /run/systemd/system ] || systemctl stop ${units} ${services} ${atBoot} tallygate-recover.service || true
systemctl disable --quiet ${units} ${services} ${atBoot} || true
`,
  postrm: `#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  # one that was stopped in its work is remembered as failed, and would be listed for ever
  systemctl reset-failed 'tallygate-*' || true
fi
[ "$1" = purge ] || exit 0
# The ledger goes only where somebody asked for it to go: purge is asking.
rm -rf /var/lib/tallygate /var/lib/tallygate-kiosk* /etc/tallygate /opt/tallygate
rm -rf /etc/systemd/system/tallygate-*.d /run/tallygate-credentials
rm -f /etc/udev/rules.d/70-tallygate.rules /etc/modprobe.d/tallygate.conf /etc/modules-load.d/tallygate-watchdog.conf
rm -f /var/lib/systemd/timers/stamp-tallygate-* /etc/chromium/policies/managed/tallygate-kiosk.json
for user in tallygate tallygate-dev tallygate-keeper tallygate-kiosk; do
  if getent passwd "$user" > /dev/null; then userdel "$user" || true; fi
done
[ ! -d /run/systemd/system ] || systemctl daemon-reload
if getent group tallygate-link > /dev/null; then groupdel tallygate-link || true; fi
`,
};
