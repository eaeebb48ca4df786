// The plain sockets of the tests under Windows: what their POSIX calls mean there. Only tests include it, as <sys/socket.h>.
#pragma once

#include <winsock2.h>
#include <ws2tcpip.h>

#include <io.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstddef>
#include <vector>

#define SOCK_CLOEXEC 0
#define MSG_NOSIGNAL 0
#define SHUT_RD SD_RECEIVE
#define SHUT_WR SD_SEND
#define SHUT_RDWR SD_BOTH

inline int setsockopt(SOCKET socket, int level, int name, const void* value, int size) {
  if (level == SOL_SOCKET && (name == SO_RCVTIMEO || name == SO_SNDTIMEO)) {
    const auto* time = static_cast<const timeval*>(value);
    const DWORD ms = static_cast<DWORD>(time->tv_sec * 1000 + time->tv_usec / 1000);
    return ::setsockopt(socket, level, name, reinterpret_cast<const char*>(&ms), sizeof ms);
  }
  return ::setsockopt(socket, level, name, static_cast<const char*>(value), size);
}

// Sockets of POSIX are an int, and sizes have 64 bits.
template <class Size>
inline int send(int socket, const char* bytes, Size size, int flags) {
  return ::send(static_cast<SOCKET>(socket), bytes, static_cast<int>(size), flags);
}
template <class Size>
inline int recv(int socket, char* bytes, Size size, int flags) {
  return ::recv(static_cast<SOCKET>(socket), bytes, static_cast<int>(size), flags);
}

inline int accept4(int listener, sockaddr* address, int* size, int) {
  return static_cast<int>(::accept(static_cast<SOCKET>(listener), address, size));
}

struct hellojohn_pollfd {
  int fd;
  short events;
  short revents;
};
inline int hellojohn_poll(hellojohn_pollfd* list, std::size_t count, int patience) {
  std::vector<WSAPOLLFD> all(count);
  for (std::size_t i = 0; i < count; ++i)
    all[i] = {static_cast<SOCKET>(list[i].fd), list[i].events, 0};
  const int ready = ::WSAPoll(all.data(), static_cast<ULONG>(count), patience);
  for (std::size_t i = 0; i < count; ++i) list[i].revents = all[i].revents;
  return ready;
}

#define pollfd hellojohn_pollfd
#define poll hellojohn_poll
#define close closesocket
