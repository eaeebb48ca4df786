// The system's proxy is read from the account's settings: as Wine keeps them, and as Windows is known to.
#include "net/socket/system_proxy.hpp"
#include "worlds/catch.hpp"
#include "worlds/system_proxy_is.hpp"

using namespace hellojohn;

TEST_CASE("the account's proxy and its exceptions are read") {
  const tests::SystemProxyIs system("http=a:1;https=b:2", "*.example;<local>");
  const auto found = net::system_proxy();
  REQUIRE(found);
  REQUIRE(found->proxy);
  CHECK(found->proxy->text == "http://b:2");
  CHECK(found->to(*read_origin("https://a.example")) == nullptr);
  CHECK(found->to(*read_origin("https://intranet")) == nullptr);
  CHECK(found->to(*read_origin("https://a.test")) != nullptr);
  CHECK(found->to(*read_origin("https://127.0.0.1")) != nullptr);
}

TEST_CASE("an account without a proxy has none") {
  const tests::SystemProxyIs system("", "");
  const auto found = net::system_proxy();
  REQUIRE(found);
  CHECK_FALSE(found->proxy);
}
