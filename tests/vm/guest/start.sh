#!/bin/sh
# The guest's first and only program: makes the few places that must be written, loads the kernel's USB, starts udev,
# runs the tests and switches the machine off. `checkout`, `kernel`, `node` and `only` come from the kernel's command line.
export HOST_PATIENCE_MS=300000 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run TMPDIR=/run/bed LANG=C.UTF-8
mount -t tmpfs run /run
mkdir -p /run/bed /run/lock /run/udev/rules.d /run/pcscd /dev/pts /dev/shm
mount -t devpts pts /dev/pts
mount -t tmpfs shm /dev/shm
modprobe -d "$kernel" -a virtio_console xhci-pci usbhid hid-generic uhid vhci-hcd usblp cdc-acm ftdi_sio usb_f_printer usb_f_acm usb_f_hid
modprobe -d "$kernel" dummy_hcd num=3
mount -t configfs config /sys/kernel/config
/lib/systemd/systemd-udevd --daemon
udevadm trigger --action=add
udevadm settle --timeout=60
export only; cd "$checkout" && "$node" tests/vm/guest/run.ts
exec busybox poweroff -f
