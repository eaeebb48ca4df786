// What proxy settings mean: for which service which proxy, in the words of curl's variables and of Windows' settings.
#include "net/socket/proxy_settings.hpp"
#include "worlds/catch.hpp"

#include <map>

using namespace hellojohn;
using net::ProxySettings;

namespace {

using Variables = std::map<std::string, std::string>;

Result<ProxySettings> read(const Variables& variables) {
  return net::proxy_of_environment([&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  });
}

Result<ProxySettings> read_windows(std::string proxy, std::string bypass, bool has_script = false) {
  return net::proxy_of_windows({std::move(proxy), std::move(bypass), has_script});
}

/// "direct", or the proxy that leads to the service.
std::string way(const Result<ProxySettings>& settings, const std::string& service) {
  if (!settings) return "refused";
  const auto origin = read_origin(service);
  REQUIRE(origin);
  const Origin* proxy = settings->to(*origin);
  return proxy == nullptr ? "direct" : proxy->text + (proxy->port == "80" ? ":80" : "");
}

}  // namespace

TEST_CASE("the environment names the proxy in four variables, the first that is not empty wins") {
  struct Row {
    const char* name;
    Variables variables;
    const char* proxy;
  };
  const Row rows[] = {
      {"nothing set", {}, "direct"},
      {"https_proxy", {{"https_proxy", "http://p:1"}}, "http://p:1"},
      {"HTTPS_PROXY", {{"HTTPS_PROXY", "http://p:1"}}, "http://p:1"},
      {"all_proxy", {{"all_proxy", "http://p:1"}}, "http://p:1"},
      {"ALL_PROXY", {{"ALL_PROXY", "http://p:1"}}, "http://p:1"},
      {"lower case first", {{"https_proxy", "p:1"}, {"HTTPS_PROXY", "q:1"}}, "http://p:1"},
      {"https first", {{"all_proxy", "socks5://p:1"}, {"HTTPS_PROXY", "q:1"}}, "http://q:1"},
      {"empty counts as not set", {{"https_proxy", ""}, {"ALL_PROXY", "q:1"}}, "http://q:1"},
      {"http_proxy is for another scheme", {{"http_proxy", "p:1"}}, "direct"},
      {"no scheme", {{"https_proxy", "p.example:3128"}}, "http://p.example:3128"},
      {"no port", {{"https_proxy", "http://p"}}, "http://p:80"},
      {"a slash at the end", {{"https_proxy", "http://p:1/"}}, "http://p:1"},
      {"an address", {{"https_proxy", "[FD00::1]:1"}}, "http://[fd00::1]:1"},
      {"only exceptions", {{"no_proxy", "a.example"}}, "direct"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(way(read(row.variables), "https://api.example") == row.proxy);
  }
}

TEST_CASE("a variable with another kind of proxy is named, and its value is not") {
  for (const char* value :
       {"socks5://hidden:1", "socks4a://hidden", "https://hidden:1", "http://hidden:1/path",
        "http://user:w0rd@hidden:1", "user:w0rd@hidden:1", "hidden:0", "hidden:99999", "://"})
    for (const char* name : {"https_proxy", "ALL_PROXY"}) {
      INFO(value);
      const auto settings = read({{name, value}, {"no_proxy", "elsewhere"}});
      REQUIRE_FALSE(settings);
      CHECK(settings.error().code == Errc::usage);
      CHECK(settings.error().detail.rfind(name, 0) == 0);
      for (const char* part : {"hidden", "w0rd", "user:"})
        CHECK(settings.error().detail.find(part) == std::string::npos);
    }
}

TEST_CASE("no_proxy excepts hosts as curl does") {
  struct Row {
    const char* list;
    const char* service;
    bool is_direct;
  };
  const Row rows[] = {
      {"*", "https://api.example", true},
      {"other,*", "https://api.example", false},
      {"*.example", "https://api.example", false},
      {"api.example", "https://api.example", true},
      {"api.example", "https://api.example:8443", true},
      {"API.Example", "https://api.example", true},
      {"example", "https://api.example", true},
      {".example", "https://api.example", true},
      {".api.example", "https://api.example", true},
      {"api.example.", "https://api.example", true},
      {"pi.example", "https://api.example", false},
      {"www.api.example", "https://api.example", false},
      {"other, api.example ,third", "https://api.example", true},
      {"other api.example", "https://api.example", true},
      {",,other,,", "https://api.example", false},
      {".", "https://api.example", false},
      {"api.example:8443", "https://api.example:8443", true},
      {"api.example:8443", "https://api.example", false},
      {"localhost", "https://localhost:1", true},
      {"", "https://localhost:1", false},
      {"", "https://127.0.0.1:1", false},
      {"127.0.0.1", "https://127.0.0.1:1", true},
      {"127.0.0.2", "https://127.0.0.1:1", false},
      {"0.0.1", "https://127.0.0.1:1", false},
      {"10.1.0.0/16", "https://10.1.2.3", true},
      {"10.1.0.0/16", "https://10.2.0.1", false},
      {"10.1.128.0/17", "https://10.1.127.1", false},
      {"10.1.128.0/17", "https://10.1.129.1", true},
      {"10.1.2.3/33", "https://10.1.2.3", false},
      {"10.1.2.3/", "https://10.1.2.3", false},
      {"10.1.2.3/8x", "https://10.1.2.3", false},
      {"10.0.0.0/8", "https://10.example", false},
      {"::1", "https://[::1]:1", true},
      {"[::1]", "https://[::1]:1", true},
      {"[0:0::1]:1", "https://[::1]:1", true},
      {"[::1]:2", "https://[::1]:1", false},
      {"fd00::/8", "https://[fdab::1]", true},
      {"fd00::/8", "https://[fe80::1]", false},
      {"::/0", "https://10.1.2.3", false},
  };
  for (const Row& row : rows) {
    INFO(row.list << " for " << row.service);
    for (const char* name : {"no_proxy", "NO_PROXY"})
      CHECK(way(read({{"https_proxy", "p:1"}, {name, row.list}}), row.service) ==
            (row.is_direct ? "direct" : "http://p:1"));
  }
  const Variables both{
      {"https_proxy", "p:1"}, {"no_proxy", "a.example"}, {"NO_PROXY", "b.example"}};
  CHECK(way(read(both), "https://a.example") == "direct");
  CHECK(way(read(both), "https://b.example") == "http://p:1");
}

TEST_CASE("Windows names one proxy for all, or one for each protocol") {
  struct Row {
    const char* proxies;
    const char* proxy;
  };
  const Row rows[] = {
      {"", "direct"},
      {"p:1", "http://p:1"},
      {"http://p:1", "http://p:1"},
      {"p", "http://p:80"},
      {"http=a:1;https=b:2", "http://b:2"},
      {"https=b:2 http=a:1", "http://b:2"},
      {"HTTPS=http://b:2/", "http://b:2"},
      {"http=a:1;ftp=c:3", "direct"},
      {"http=a:1;https=", "direct"},
      {"http=a:1;d:4", "http://d:4"},
      {"socks=s:5;https=b:2", "http://b:2"},
      {"socks=s:5", "refused"},
      {"http=a:1;socks=s:5", "refused"},
      {"https=https://b:2", "refused"},
      {"https=user:w0rd@b:2", "refused"},
  };
  for (const Row& row : rows) {
    INFO(row.proxies);
    CHECK(way(read_windows(row.proxies, ""), "https://api.example") == row.proxy);
  }
}

TEST_CASE("a proxy script of Windows is refused unless a proxy is named too") {
  const auto only_script = read_windows("", "", true);
  REQUIRE_FALSE(only_script);
  CHECK(only_script.error().code == Errc::usage);
  CHECK(only_script.error().detail.find("script") != std::string::npos);
  CHECK(way(read_windows("p:1", "", true), "https://api.example") == "http://p:1");
}

TEST_CASE("Windows excepts hosts by patterns, and this machine unless told otherwise") {
  struct Row {
    const char* list;
    const char* service;
    bool is_direct;
  };
  const Row rows[] = {
      {"", "https://api.example", false},
      {"*", "https://api.example", true},
      {"api.example", "https://api.example", true},
      {"api.example", "https://www.api.example", false},
      {"example", "https://api.example", false},
      {"*.example", "https://api.example", true},
      {"*.example", "https://example", false},
      {"*api*", "https://the-api.example", true},
      {"a*a*.example", "https://abba.example", true},
      {"a*b", "https://a.b.c", false},
      {"API.*", "https://api.example", true},
      {"10.*", "https://10.1.2.3", true},
      {"10.*", "https://110.1.2.3", false},
      {"other;*.example", "https://api.example", true},
      {"other *.example", "https://api.example", true},
      {"https://api.example", "https://api.example", true},
      {"http://api.example", "https://api.example", false},
      {"api.example:8443", "https://api.example:8443", true},
      {"api.example:8443", "https://api.example", false},
      {"api.example:*", "https://api.example", true},
      {"<local>", "https://intranet", true},
      {"<LOCAL>", "https://intranet", true},
      {"<local>", "https://api.example", false},
      {"<local>", "https://[fd00::1]", false},
      {"[fd00::1]", "https://[fd00::1]", true},
      {"[FD00:*]", "https://[fd00::1]", true},
      {"[fd00::1]:2", "https://[fd00::1]", false},
      {"", "https://localhost:1", true},
      {"", "https://127.0.0.1:1", true},
      {"", "https://[::1]:1", true},
      {"", "https://loopback", true},
      {"<-loopback>", "https://localhost:1", false},
      {"<-loopback>;<local>", "https://localhost:1", true},
  };
  for (const Row& row : rows) {
    INFO(row.list << " for " << row.service);
    CHECK(way(read_windows("p:1", row.list), row.service) ==
          (row.is_direct ? "direct" : "http://p:1"));
  }
}
