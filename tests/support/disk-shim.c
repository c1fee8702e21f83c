// A disk that misbehaves on purpose: preloaded into a store, it slows fsync down, skips it or lets it fail.
// DISK_SHIM_DELAY_US=n   every fsync takes n microseconds longer
// DISK_SHIM_LIES=1       fsync says yes and does nothing: a drive with a volatile cache
// DISK_SHIM_BROKEN=path  while this file exists, fsync fails with EIO
// DISK_SHIM_COUNT=path   one byte is appended to this file per fsync
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int meet(const char *name, int fd) {
  const char *delay = getenv("DISK_SHIM_DELAY_US"), *broken = getenv("DISK_SHIM_BROKEN");
  const char *count = getenv("DISK_SHIM_COUNT");
  if (count) {
    int log = open(count, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (log >= 0) {
      if (write(log, ".", 1) < 0) abort();
      close(log);
    }
  }
  if (delay) usleep((useconds_t)atoi(delay));
  if (broken && access(broken, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  if (getenv("DISK_SHIM_LIES")) return 0;
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  return real(fd);
}

int fsync(int fd) { return meet("fsync", fd); }
int fdatasync(int fd) { return meet("fdatasync", fd); }
