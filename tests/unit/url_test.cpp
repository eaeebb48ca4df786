// Origins: each row is what a browser reads, or refused because a browser would change it.
#include "base/url.hpp"
#include "worlds/catch.hpp"

#include <string>

using namespace hellojohn;

TEST_CASE("url: a host is read as a browser reads it, or refused") {
  struct Row {
    std::string text;
    const char* origin;  ///< Null: refused.
  };
  const Row rows[] = {
      {"https://api.example.com", "https://api.example.com"},
      {"HTTPS://API.Example.COM", "https://api.example.com"},
      {"https://api.example.com:443", "https://api.example.com"},
      {"http://api.example.com:80", "http://api.example.com"},
      {"http://api.example.com:443", "http://api.example.com:443"},
      {"https://api.example.com:80", "https://api.example.com:80"},
      {"https://a_b-c.example", "https://a_b-c.example"},
      {"https://-a.example", "https://-a.example"},
      {"https://r3---sn.example", "https://r3---sn.example"},
      {"https://192.168.0.1", "https://192.168.0.1"},
      {"https://127.0.0.1.example", "https://127.0.0.1.example"},
      {"https://0xg.example", "https://0xg.example"},
      {"https://1.2.3.x0", "https://1.2.3.x0"},
      {"https://[::1]:443", "https://[::1]"},
      {"https://[FE80:0:0:0:0:0:0:1]", "https://[fe80::1]"},
      {"https://[0:0:0:0:0:0:0:0]", "https://[::]"},
      {"https://[::]", "https://[::]"},
      {"https://[1::]", "https://[1::]"},
      {"https://[1:0:0:2:0:0:0:3]", "https://[1:0:0:2::3]"},
      {"https://[1:0:2:0:3:0:4:0]", "https://[1:0:2:0:3:0:4:0]"},
      {"https://[0001:02:3:4:5:6:7:8]", "https://[1:2:3:4:5:6:7:8]"},
      {"https://[::ffff:1.2.3.4]:1", "https://[::ffff:102:304]:1"},
      {"https://[1::2::3]", nullptr},
      {"https://[1:2:3:4:5:6:7]", nullptr},
      {"https://[1:2:3:4:5:6:7:8:9]", nullptr},
      {"https://[1:2:3:4:5:6:7::8]", nullptr},
      {"https://[::12345]", nullptr},
      {"https://[:::1]", nullptr},
      {"https://[1:]", nullptr},
      {"https://[:1]", nullptr},
      {"https://[::1.2.3]", nullptr},
      {"https://[::1.2.3.256]", nullptr},
      {"https://[::1%25eth0]", nullptr},
      {"https://[::1", nullptr},
      {"https://::1]", nullptr},
      {"https://[host].evil.com", nullptr},
      {"https://[::1].evil.com", nullptr},
      {"https://[::1]evil.com", nullptr},
      {"https://host:443:evil.com", nullptr},
      {"https://host:443@evil.com", nullptr},
      {"https://user@host", nullptr},
      {"https://host:", nullptr},
      {"https://host:0", nullptr},
      {"https://host:0443", nullptr},
      {"https://host:65536", nullptr},
      {"https://host:+1", nullptr},
      {"https://127.0.0.256", nullptr},
      {"https://127.0.0.1.5", nullptr},
      {"https://127.1", nullptr},
      {"https://0177.0.0.1", nullptr},
      {"https://127.0.0.01", nullptr},
      {"https://0x7f.0.0.1", nullptr},
      {"https://2130706433", nullptr},
      {"https://0x7f000001", nullptr},
      {"https://example.0x", nullptr},
      {"https://example.1", nullptr},
      {"https://1.2.3.4.", nullptr},
      {"https://example.com.", nullptr},
      {"https://.example.com", nullptr},
      {"https://a..b", nullptr},
      {"https://", nullptr},
      {"https:///host", nullptr},
      {"https:/host", nullptr},
      {"https:\\\\host", nullptr},
      {"https://host\\.evil.com", nullptr},
      {" https://host", nullptr},
      {"https://host ", nullptr},
      {"https://ho\tst", nullptr},
      {"https://ho\r\nst", nullptr},
      {"https://ex%61mple.com", nullptr},
      {"https://a<b", nullptr},
      {"https://a^b", nullptr},
      {"https://a|b", nullptr},
      {"https://a*b", nullptr},
      {"https://host/path", nullptr},
      {"https://host?x", nullptr},
      {"https://host#x", nullptr},
      {"ftp://host", nullptr},
      {"https://api.exam\xE2\x80\x9Cple.com", nullptr},
      {"https://exam\xC2\xADple.com", nullptr},
      {"https://\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1", nullptr},
      {"https://127\xE3\x80\x82"
       "0\xE3\x80\x82"
       "0\xE3\x80\x82"
       "1",
       nullptr},
      {"https://\xEF\xBD\x85xample.com", nullptr},
      {"https://a\xC0\xAE"
       "b.com",
       nullptr},
      {"https://xn--", nullptr},
      {"https://xn--a", nullptr},
      {"https://xn--example-", nullptr},
      {std::string("https://a\0b", 11), nullptr},
      {"https://" + std::string(256, 'h'), nullptr},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const char* problem = nullptr;
    const auto origin = read_origin(row.text, &problem);
    CHECK((origin ? origin->text : "refused") == (row.origin != nullptr ? row.origin : "refused"));
    CHECK((problem != nullptr) == !origin.has_value());
  }
}

#if HELLOJOHN_TEST_LIBIDN2
TEST_CASE("url: an international host becomes its ASCII form") {
  const char* const ascii = "xn--bcher-kva.example";
  for (const char* text : {"b\xC3\xBC"
                           "cher.example",
                           "xn--bcher-kva.example", "XN--Bcher-KVA.example"}) {
    CAPTURE(text);
    const auto host = read_host(text);
    REQUIRE(host.has_value());
    CHECK(host->ascii == ascii);
  }
  // The letter that older rules read as "ss".
  const auto sharp = read_host(
      "stra\xC3\x9F"
      "e.example");
  REQUIRE(sharp.has_value());
  CHECK(sharp->ascii == "xn--strae-oqa.example");
}
#endif

TEST_CASE("url: loopback is a literal or localhost, never a name that looks like one") {
  for (const char* text :
       {"127.0.0.1", "127.255.255.254", "[::1]", "[0:0:0:0:0:0:0:1]", "localhost", "LocalHost"}) {
    CAPTURE(text);
    const auto host = read_host(text);
    REQUIRE(host.has_value());
    CHECK(host->is_loopback);
  }
  for (const char* text : {"127.0.0.256", "127.0.0.1.5", "127.1", "0177.0.0.1", "127.0.0.1.",
                           "localhost.", "2130706433", "0x7f.1", "127.example.com",
                           "localhost.example.com", "128.0.0.1", "[::2]", "[::ffff:127.0.0.1]"}) {
    CAPTURE(text);
    const std::string url = std::string("http://") + text;
    CHECK_FALSE(read_base_url(url, true).has_value());
  }
}
