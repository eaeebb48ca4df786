// GetAddrInfoExW: Windows does the lookup on its own threads, and GetAddrInfoExCancel ends it.
#include "net/socket/resolver_windows.hpp"

#include "base/wide_windows.hpp"
#include "net/socket/address_list.hpp"

#include <utility>

// MinGW-w64 has it in its library, and not in its header.
extern "C" WINSOCK_API_LINKAGE INT WSAAPI GetAddrInfoExCancel(LPHANDLE);

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

/// Keeps itself until Windows has called it back, also if nobody waits any more.
class SystemLookup final : public CancellableLookup {
 public:
  SystemLookup(std::string_view host, std::string_view port,
               std::shared_ptr<ResolveMailbox> mailbox)
      : host_(wide(host)), port_(wide(port)), mailbox_(std::move(mailbox)) {
    operation_.lookup = this;
  }
  SystemLookup(const SystemLookup&) = delete;
  SystemLookup& operator=(const SystemLookup&) = delete;
  ~SystemLookup() override {
    if (found_ != nullptr) ::FreeAddrInfoExW(found_);
  }

  static void start(const std::shared_ptr<SystemLookup>& lookup) noexcept {
    ADDRINFOEXW hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    lookup->itself_ = lookup;
    const int code = ::GetAddrInfoExW(
        lookup->host_.c_str(), lookup->port_.c_str(), NS_DNS, nullptr, &hints, &lookup->found_,
        nullptr, &lookup->operation_.overlapped,
        reinterpret_cast<LPLOOKUPSERVICE_COMPLETION_ROUTINE>(&SystemLookup::on_end),
        &lookup->handle_);
    if (code != WSA_IO_PENDING) return lookup->end(code);  // It is not called back then.
    lookup->mailbox_->will_be_filled_by(lookup);
    const std::lock_guard lock(lookup->mutex_);
    // It may have ended before the mailbox knew of it: they would keep each other.
    if (lookup->ended_) lookup->mailbox_->will_be_filled_by(nullptr);
  }

  // Windows may call back from inside the cancel or on another thread: both take the mutex, so that the handle is never used
  // after the end.
  void cancel() noexcept override {
    const std::lock_guard lock(mutex_);
    if (!ended_) (void)::GetAddrInfoExCancel(&handle_);
  }

 private:
  /// Windows gives the address of its first member back.
  struct Operation {
    OVERLAPPED overlapped{};
    SystemLookup* lookup = nullptr;
  };

  static void CALLBACK on_end(DWORD code, DWORD, LPWSAOVERLAPPED overlapped) noexcept {
    reinterpret_cast<Operation*>(overlapped)->lookup->end(static_cast<int>(code));
  }

  void end(int code) noexcept {
    const std::shared_ptr<SystemLookup> kept = std::move(itself_);
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    mailbox_->will_be_filled_by(nullptr);
    Resolution resolution;
    resolution.status = lookup_status(code);
    try {
      if (resolution.status == Resolution::Status::found) resolution.addresses = alternate(found_);
    } catch (...) {
      resolution.status = Resolution::Status::no_memory;
    }
    mailbox_->deliver(std::move(resolution));
  }

  Operation operation_;
  std::wstring host_;
  std::wstring port_;
  std::shared_ptr<ResolveMailbox> mailbox_;
  std::shared_ptr<SystemLookup> itself_;
  ADDRINFOEXW* found_ = nullptr;
  HANDLE handle_ = nullptr;
  std::recursive_mutex mutex_;
  bool ended_ = false;
};

}  // namespace

Resolution::Status lookup_status(int code) noexcept {
  switch (code) {
    case 0: return Resolution::Status::found;
    case WSAHOST_NOT_FOUND:
    case WSANO_DATA: return Resolution::Status::no_such_name;
    case WSA_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case WSAENOBUFS:
    case WSAEMFILE: return Resolution::Status::no_memory;
    default: return Resolution::Status::failed;
  }
}

bool start_system_lookup(std::string host, std::string port,
                         std::shared_ptr<ResolveMailbox> mailbox) {
  SystemLookup::start(std::make_shared<SystemLookup>(host, port, std::move(mailbox)));
  return true;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
