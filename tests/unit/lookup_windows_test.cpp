// The system's lookup on Windows: what its codes mean, and that a lookup ends though nobody waits for it.
#include "net/socket/resolver_windows.hpp"
#include "worlds/catch.hpp"
#include "worlds/watched.hpp"

#include <cstring>
#include <memory>
#include <utility>

using namespace hellojohn;
using net::Resolution;
using Status = Resolution::Status;

namespace {

/// A mailbox that notes what it is given, and its own end.
struct Asked {
  explicit Asked(const char* name) {
    const std::shared_ptr<bool> token(new bool(true), [this](bool* held) {
      delete held;
      gone.set(true);
    });
    mailbox = std::make_shared<net::ResolveMailbox>(
        [this](Resolution&& resolution) {
          found = std::move(resolution);
          answers.add(1);
        },
        [token] {});
    started = net::start_system_lookup(name, "443", mailbox);
  }
  /// Until nothing holds the mailbox any more.
  void drop() {
    mailbox.reset();
    gone.wait_for(true);
  }
  tests::Watched<int> answers{0};
  tests::Watched<bool> gone{false};
  Resolution found;
  std::shared_ptr<net::ResolveMailbox> mailbox;
  bool started = false;
};

}  // namespace

TEST_CASE("lookup on Windows: what its codes mean") {
  CHECK(net::lookup_status(0) == Status::found);
  CHECK(net::lookup_status(WSAHOST_NOT_FOUND) == Status::no_such_name);
  CHECK(net::lookup_status(WSANO_DATA) == Status::no_such_name);
  CHECK(net::lookup_status(WSA_NOT_ENOUGH_MEMORY) == Status::no_memory);
  CHECK(net::lookup_status(WSAENOBUFS) == Status::no_memory);
  CHECK(net::lookup_status(WSAEMFILE) == Status::no_memory);
  CHECK(net::lookup_status(WSATRY_AGAIN) == Status::failed);
  CHECK(net::lookup_status(WSANO_RECOVERY) == Status::failed);
  CHECK(net::lookup_status(WSA_E_CANCELLED) == Status::failed);
  CHECK(net::lookup_status(WSAENETDOWN) == Status::failed);
}

TEST_CASE("lookup on Windows: an address is found, and everything of the lookup is released") {
  Asked asked("127.0.0.1");
  REQUIRE(asked.started);
  asked.answers.wait_for(1);
  REQUIRE(asked.found.status == Status::found);
  REQUIRE(asked.found.addresses.size() == 1);
  sockaddr_in address{};
  REQUIRE(asked.found.addresses[0].size == sizeof address);
  std::memcpy(&address, &asked.found.addresses[0].storage, sizeof address);
  CHECK(address.sin_port == htons(443));
  CHECK(address.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
  asked.drop();
  CHECK(asked.answers.get() == 1);
}

TEST_CASE("lookup on Windows: a name that nobody has has no addresses") {
  Asked asked("name with spaces.invalid");
  REQUIRE(asked.started);
  asked.answers.wait_for(1);
  CHECK(asked.found.status != Status::found);
  CHECK(asked.found.addresses.empty());
  asked.drop();
}

TEST_CASE("lookup on Windows: an abandoned lookup reports nothing and leaves nothing behind") {
  for (int i = 0; i < 20; ++i) {
    Asked asked("nowhere.invalid");
    REQUIRE(asked.started);
    asked.mailbox->abandon();
    const int answers = asked.answers.get();
    asked.drop();
    CHECK(asked.answers.get() == answers);
  }
}
