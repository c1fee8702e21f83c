// A card reader for pcscd without a reader: whoever connects to its Unix socket is a card until it hangs up. Unlike the
// vpcd reader it wakes pcscd at once, so that what it measures is the path and not the polling. One reader a process.
#include <PCSC/ifdhandler.h>
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int listener = -1, card = -1;
#ifndef CARD_ATR // of every card on this reader; else a MIFARE Classic
#define CARD_ATR 0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 0x03, 0x06, 0x03, 0, 0x01, 0, 0, 0, 0, 0x6A
#endif
static const unsigned char atr[] = {CARD_ATR};

static int all(int reading, unsigned char *bytes, size_t length) {
  while (length > 0) {
    ssize_t n = reading ? read(card, bytes, length) : send(card, bytes, length, MSG_NOSIGNAL);
    if (n <= 0) return 0;
    bytes += n, length -= n;
  }
  return 1;
}

/* pcscd's own thread waits here until a card comes or goes. */
static RESPONSECODE waitForChange(DWORD lun, int timeoutMs) {
  (void)lun;
  struct pollfd fd = {card < 0 ? listener : card, card < 0 ? POLLIN : POLLRDHUP, 0};
  poll(&fd, 1, timeoutMs);
  return IFD_SUCCESS;
}

/* DEVICENAME is /dev/null:PATH: pcscd wants a file that exists before the colon. */
RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR name) {
  (void)lun;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  const char *path = strchr(name, ':');
  if (path == NULL) return IFD_COMMUNICATION_ERROR;
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path + 1);
  unlink(address.sun_path);
  listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 8))
    return IFD_COMMUNICATION_ERROR;
  return IFD_SUCCESS;
}

RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel) {
  (void)lun, (void)channel;
  return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHCloseChannel(DWORD lun) {
  (void)lun;
  close(card), close(listener);
  card = listener = -1;
  return IFD_SUCCESS;
}

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value) {
  (void)lun;
  if (tag == TAG_IFD_ATR && *length >= sizeof atr) {
    *length = sizeof atr;
    memcpy(value, atr, sizeof atr);
    return IFD_SUCCESS;
  }
  if (tag == TAG_IFD_POLLING_THREAD_WITH_TIMEOUT) {
    *length = sizeof(void *);
    *(void **)value = (void *)waitForChange;
    return IFD_SUCCESS;
  }
  if (tag == TAG_IFD_SIMULTANEOUS_ACCESS || tag == TAG_IFD_SLOTS_NUMBER) {
    *length = 1;
    *value = 1;
    return IFD_SUCCESS;
  }
  return IFD_ERROR_TAG;
}

RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value) {
  (void)lun, (void)tag, (void)length, (void)value;
  return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR p1, UCHAR p2,
                                       UCHAR p3) {
  (void)lun, (void)protocol, (void)flags, (void)p1, (void)p2, (void)p3;
  return IFD_SUCCESS;
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR answer, PDWORD length) {
  (void)lun;
  *length = 0;
  if (action == IFD_POWER_DOWN) return IFD_SUCCESS;
  if (card < 0) return IFD_COMMUNICATION_ERROR;
  *length = sizeof atr;
  memcpy(answer, atr, sizeof atr);
  return IFD_SUCCESS;
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER sent, PUCHAR tx, DWORD txLength,
                               PUCHAR rx, PDWORD rxLength, PSCARD_IO_HEADER got) {
  (void)lun, (void)sent, (void)got;
  unsigned char frame[2 + 65535];
  uint16_t length = htons((uint16_t)txLength);
  memcpy(frame, &length, 2);
  memcpy(frame + 2, tx, txLength);
  if (!all(0, frame, 2 + txLength) || !all(1, (unsigned char *)&length, 2))
    return IFD_COMMUNICATION_ERROR;
  if (ntohs(length) > *rxLength || !all(1, rx, ntohs(length))) return IFD_COMMUNICATION_ERROR;
  *rxLength = ntohs(length);
  return IFD_SUCCESS;
}

RESPONSECODE IFDHControl(DWORD lun, DWORD code, PUCHAR tx, DWORD txLength, PUCHAR rx,
                         DWORD rxLength, LPDWORD returned) {
  (void)lun, (void)code, (void)tx, (void)txLength, (void)rx, (void)rxLength;
  *returned = 0;
  return IFD_NOT_SUPPORTED;
}

RESPONSECODE IFDHICCPresence(DWORD lun) {
  (void)lun;
  struct pollfd fd = {card, POLLRDHUP, 0};
  if (card >= 0 && poll(&fd, 1, 0) > 0) {
    close(card);
    card = -1;
    return IFD_ICC_NOT_PRESENT;
  }
  struct pollfd door = {listener, POLLIN, 0};
  if (card < 0 && poll(&door, 1, 0) > 0) card = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  return card < 0 ? IFD_ICC_NOT_PRESENT : IFD_ICC_PRESENT;
}
