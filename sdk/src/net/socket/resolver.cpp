// The detached thread owns its strings and a share of the mailbox, nothing else: the caller may
// be gone.
#include "net/socket/resolver.hpp"

#include "base/sigmask.hpp"
#include "net/socket/address_list.hpp"
#include "secret/wipe_registers.hpp"

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

Resolution::Status status_of(int code) noexcept {
  switch (code) {
    case 0: return Resolution::Status::found;
    case EAI_NONAME:
#if defined(EAI_NODATA) && EAI_NODATA != EAI_NONAME
    case EAI_NODATA:
#endif
      return Resolution::Status::no_such_name;
    case EAI_MEMORY: return Resolution::Status::no_memory;
    default: return Resolution::Status::failed;
  }
}

bool ran_out(int error) noexcept {
  return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

/// RFC 6761: "localhost" is this machine. No resolver is asked: plain HTTP may go there, and a bare machine has no hosts file.
Resolution loopback(std::string_view digits) {
  std::uint16_t number = 0;
  (void)std::from_chars(digits.data(), digits.data() + digits.size(), number);
  Resolution out;
  out.status = Resolution::Status::found;
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(number);
  four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(number);
  six.sin6_addr = in6addr_loopback;
  out.addresses.resize(2);
  std::memcpy(&out.addresses[0].storage, &four, sizeof four);
  out.addresses[0].size = sizeof four;
  std::memcpy(&out.addresses[1].storage, &six, sizeof six);
  out.addresses[1].size = sizeof six;
  return out;
}

Resolution resolve(const char* host, const char* port, const ResolverFunctions& system) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  Resolution out;
  errno = 0;
  const int code = system.resolve(host, port, &hints, &list);
  // Without a descriptor glibc says that there is no such name, because it could read none of its sources.
  out.status = code != 0 && ran_out(errno) ? Resolution::Status::no_memory : status_of(code);
  if (out.status != Resolution::Status::found) return out;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, system.release);
  out.addresses = alternate(list);
  return out;
}

}  // namespace

void ResolveMailbox::deliver(Resolution&& resolution) noexcept {
  const std::lock_guard lock(mutex_);
  if (!deliver_) return;
  try {
    deliver_(std::move(resolution));
  } catch (...) {
    lost_ = true;
    lose_();
  }
}

bool ResolveMailbox::lost() noexcept {
  const std::lock_guard lock(mutex_);
  return lost_;
}

void ResolveMailbox::abandon() noexcept {
  std::shared_ptr<CancellableLookup> lookup;
  {
    const std::lock_guard lock(mutex_);
    deliver_ = nullptr;
    lookup = std::move(lookup_);
  }
  if (lookup) lookup->cancel();
}

void ResolveMailbox::will_be_filled_by(std::shared_ptr<CancellableLookup> lookup) noexcept {
  const std::lock_guard lock(mutex_);
  lookup_ = std::move(lookup);
}

void resolve_on_thread(std::string host, std::string port, ResolverFunctions system,
                       std::shared_ptr<ResolveMailbox> mailbox) {
  const AllSignalsBlocked no_signals;
  detail::wipe_registers();  // A new thread begins with a copy of them.
  std::thread([host = std::move(host), port = std::move(port), system,
               mailbox = std::move(mailbox)]() noexcept {
    Resolution found;
    try {
      found = resolve(host.c_str(), port.c_str(), system);
    } catch (...) {
      found.status = Resolution::Status::no_memory;
    }
    mailbox->deliver(std::move(found));
  }).detach();
}

bool resolve_detached(std::string host, std::string port, ResolverFunctions system,
                      std::shared_ptr<ResolveMailbox> mailbox) noexcept {
  try {
    if (host == "localhost") {
      mailbox->deliver(loopback(port));
      return true;
    }
    if (system.resolve == nullptr)
      return start_system_lookup(std::move(host), std::move(port), std::move(mailbox));
    resolve_on_thread(std::move(host), std::move(port), system, std::move(mailbox));
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
