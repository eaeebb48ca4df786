// A process of POSIX that has no descriptor left.
#include "net/tls/trust_store.hpp"
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"

#include <new>

#include <sys/resource.h>

using namespace hellojohn;
using namespace hellojohn::tests;

TEST_CASE("without descriptors making a transport fails with resource, whatever it trusts") {
  NetworkOptions from_file;
  from_file.ca_file = "/etc/ssl/certs/ca-certificates.crt";
  rlimit allowed{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &allowed) == 0);
  const rlimit nothing{0, allowed.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &nothing) == 0);
  const auto with_file = make_beast_transport(from_file);
  const auto with_system = make_beast_transport(NetworkOptions{});
  bool roots_say_so = false;  // Else the system would count as one that trusts nobody.
  try {
    (void)net::read_pem_file(from_file.ca_file.c_str());
  } catch (const std::bad_alloc&) {
    roots_say_so = true;
  }
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &allowed) == 0);
  REQUIRE_FALSE(with_file);
  CHECK(with_file.error().code == Errc::resource);
  REQUIRE_FALSE(with_system);
  CHECK(with_system.error().code == Errc::resource);
  CHECK(roots_say_so);
}

TEST_CASE("without a descriptor a name is not called unknown: the failure is resource") {
  Probe client;
  rlimit allowed{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &allowed) == 0);
  const rlimit nothing{0, allowed.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &nothing) == 0);
  const Ending name = client.call("https://name.example", "{}");
  const Ending address = client.call("https://127.0.0.1:1", "{}");
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &allowed) == 0);
  for (const Ending* end : {&name, &address}) {
    INFO(end->failure.detail);
    CHECK(end->failure.code == Errc::resource);
    CHECK_FALSE(end->failure.permanent);
    CHECK(end->failure.sent == Sent::none);
  }
}
