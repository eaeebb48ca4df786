// The system's proxy is read from the environment, in the order of curl.
#include "net/socket/system_proxy.hpp"
#include "worlds/catch.hpp"
#include "worlds/system_proxy_is.hpp"

using namespace hellojohn;

TEST_CASE("the environment's proxy and its exceptions are read") {
  const tests::SystemProxyIs system("p.example:3128", "a.example");
  const auto found = net::system_proxy();
  REQUIRE(found);
  REQUIRE(found->proxy);
  CHECK(found->proxy->text == "http://p.example:3128");
  CHECK(found->to(*read_origin("https://a.example")) == nullptr);
  CHECK(found->to(*read_origin("https://b.example")) != nullptr);
}
