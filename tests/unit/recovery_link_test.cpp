// What people paste where a recovery link is wanted. Never opens anything, takes nothing else.
#include "worlds/catch.hpp"

#include <hellojohn/recovery_link.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace hellojohn;

namespace {

const std::vector<std::string> hosts = {"auth.example.com", "localhost"};
constexpr const char* token = "rec_tok_AbC123-_xyz789";

std::string escaped(std::string_view text) {
  static const char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
        c == '_' || c == '.' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

const std::string mailed = std::string("https://auth.example.com/recover?token=") + token;

}  // namespace

TEST_CASE("recovery link: what holds a token") {
  const std::string t = token;
  const std::string texts[] = {
      t,
      "  " + t + "  ",
      t + "\n",
      "\r\n" + t + "\r\n",
      "\"" + t + "\"",
      "'" + t + "'",
      "<" + t + ">",
      "(" + t + ")",
      "\xE2\x80\x9C" + t + "\xE2\x80\x9D",
      "\xC2\xAB" + t + "\xC2\xBB",
      "\xE2\x80\x98" + mailed + "\xE2\x80\x99",
      t.substr(0, 12) + "\n" + t.substr(12),
      t.substr(0, 12) + "\r\n" + t.substr(12),
      mailed,
      " " + mailed + " ",
      "<" + mailed + ">",
      "\"" + mailed + "\"",
      "Use this link:\n" + mailed,
      "Use this link: " + mailed + " within 15 minutes.",
      mailed.substr(0, 30) + "\n" + mailed.substr(30),
      mailed.substr(0, 50) + "\r\n" + mailed.substr(50),
      mailed + "\n",
      mailed + "&utm_source=mail",
      "https://auth.example.com/recover?lang=es&token=" + t,
      "https://auth.example.com/recover?lang=es&token=" + t + "&x=1#top",
      mailed + "#top",
      "https://AUTH.example.COM/recover?token=" + t,
      "HTTPS://auth.example.com/recover?token=" + t,
      "https://auth.example.com./recover?token=" + t,
      "https://auth.example.com:8443/recover?token=" + t,
      "https://auth.example.com?token=" + t,
      "https://auth.example.com/a/b/c?token=" + t,
      "https://localhost:9000/r?token=" + t,
      "http://localhost:9000/r?token=" + t,
      "https://auth.example.com/recover?token=rec%5Ftok%5FAbC123-_xyz789",
      "https://eur01.safelinks.protection.outlook.com/?url=" + escaped(mailed) + "&data=05%7C01",
      "https://filter.example/redirect?q=" + escaped(mailed),
      "https://a.example/?u=" + escaped("https://b.example/?u=" + escaped(mailed)),
      "https://urldefense.com/v3/__" + mailed + "__;!!abc!def$",
      "https://auth.example.com/recover?flag&token=" + t,
      "https://auth.example.com/recover?x=%zz&y=%4&z=%00&token=" + t,
      t.substr(0, 12) + "=\r\n" + t.substr(12),
      t.substr(0, 12) + "=\n" + t.substr(12),
      "`" + t + "`",
      "Not https://evil.example/r?token=" + t + " but " + mailed,
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    const auto found = parse_recovery_link(text, hosts);
    CHECK(found.has_value());
    if (found) CHECK(found->reveal() == token);
  }
}

TEST_CASE("recovery link: what holds none") {
  const std::string t = token;
  const std::string texts[] = {
      "",
      " ",
      "\n",
      "hello",
      "ABCD-1234",
      "rec_tok_",
      "rec_tok",
      "tok_AbC123xyz789",
      "https://auth.example.com/recover",
      "https://auth.example.com/recover?token=",
      "https://auth.example.com/recover?code=" + t,
      "https://auth.example.com/recover?Token=" + t,
      "https://auth.example.com/recover?xtoken=" + t,
      "https://auth.example.com/recover?token=abc",
      "https://auth.example.com/recover?token=" + t + "&token=" + t + "x",
      "https://",
      "https://?token=" + t,
      "https:///recover?token=" + t,
      "ftp://auth.example.com/recover?token=" + t,
      "file:///recover?token=" + t,
      "javascript:token=" + t,
      "mailto:a@example.com?token=" + t,
      "auth.example.com/recover?token",
      "https://auth.example.com/recover?token=%zz",
      "https://auth.example.com/recover?token=rec_tok_a%00b",
      "https://auth.example.com/recover?token=rec_tok_a%0d%0ab",
      std::string(65 * 1024, 'a'),
      std::string(65 * 1024, ' ') + t,
      "https://a.example/?u=" +
          escaped("https://b.example/?u=" +
                  escaped("https://c.example/?u=" +
                          escaped("https://d.example/?u=" + escaped(mailed)))),
      "rec_tok_\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9",
      "rec_tok_a=b",
      "rec_tok_a~b",
      "rec_tok_" + std::string(257, 'a'),
      "https://auth.example.com/recover?token=rec_tok_a%4",
      "https://auth.example.com/recover?token=rec_tok_a%4g",
      "https://auth.example.com/recover?token=rec_tok_a%7f",
      "https://auth.exa$mple.com/recover?token=" + t,
      "https://./recover?token=" + t,
      "https://[::1/recover?token=" + t,
      "https://auth.example.com/v3/__http",
  };
  for (const std::string& text : texts) {
    CAPTURE(text.substr(0, 200));
    const auto found = parse_recovery_link(text, hosts);
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().code == Errc::usage);
    CHECK(found.error().outcome == Outcome::not_sent);
    CHECK(found.error().detail.find("rec_tok_A") == std::string::npos);
  }
}

TEST_CASE("recovery link: another host is named and not followed") {
  const std::string t = token;
  const struct {
    std::string text;
    std::string host;
  } rows[] = {
      {"https://evil.example/recover?token=" + t, "evil.example"},
      {"https://auth.example.com.evil.example/r?token=" + t, "auth.example.com.evil.example"},
      {"https://xauth.example.com/r?token=" + t, "xauth.example.com"},
      {"https://example.com/r?token=" + t, "example.com"},
      {"https://127.0.0.1/r?token=" + t, "127.0.0.1"},
      {"https://[::1]:8443/r?token=" + t, "::1"},
      {"https://filter.example/?u=" + escaped("https://evil.example/r?token=" + t), "evil.example"},
      {"https://EVIL.example/r?token=" + t, "evil.example"},
      {"https://auth_example.com/r?token=" + t, "auth_example.com"},
      {"Go to https://evil.example/r?token=" + t + " now", "evil.example"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto found = parse_recovery_link(row.text, hosts);
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().code == Errc::forbidden);
    CHECK(found.error().detail == row.host);
  }
}

TEST_CASE("recovery link: a name before an @ is how a link pretends") {
  const auto found = parse_recovery_link(
      std::string("https://auth.example.com@evil.example/r?token=") + token, hosts);
  CHECK_FALSE(found.has_value());
}

TEST_CASE("recovery link: a host may be listed with its port, which then counts") {
  const std::vector<std::string> with_port = {"auth.example.com:8443"};
  const std::string t = token;
  CHECK(parse_recovery_link("https://auth.example.com:8443/r?token=" + t, with_port).has_value());
  CHECK_FALSE(parse_recovery_link("https://auth.example.com/r?token=" + t, with_port).has_value());
  CHECK_FALSE(
      parse_recovery_link("https://auth.example.com:9/r?token=" + t, with_port).has_value());
}

TEST_CASE("recovery link: the words for a refusal are the documented ones") {
  const std::string t = token;
  const auto why = [](const std::string& text) {
    const auto found = parse_recovery_link(text, hosts);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == Errc::usage);
    return found.error().detail;
  };
  CHECK(why("hello") == recovery_link::no_token);
  CHECK(why(t + "\n\n" + t + "Z") == recovery_link::two_tokens);
  CHECK(why(t + "%") == recovery_link::unclear);
  CHECK(why(std::string(64 * 1024, ' ') + t) == recovery_link::too_long);
  CHECK(parse_recovery_link(std::string(64 * 1024 - t.size(), ' ') + t, hosts));
}

TEST_CASE("recovery link: an own scheme counts only if it is listed") {
  const std::string t = token;
  for (const char* scheme : {"mygame", "MyGame", "com.example.my-game", "x+y"}) {
    CAPTURE(scheme);
    const std::string link = std::string(scheme) + "://recover?token=" + t;
    const auto found = parse_recovery_link(link, hosts, {"mygame", "com.example.my-game", "x+y"});
    REQUIRE(found);
    CHECK(found->reveal() == t);
    CHECK_FALSE(parse_recovery_link(link, hosts));
    CHECK_FALSE(parse_recovery_link(link, hosts, {"my", "game", "mygames", ""}));
  }
  CHECK(parse_recovery_link("mygame:recover?token=" + t, hosts, {"mygame"}));
  CHECK_FALSE(parse_recovery_link("mygame://recover?code=" + t, hosts, {"mygame"}));
  CHECK_FALSE(parse_recovery_link("javascript:recover?token=" + t, hosts, {"mygame"}));
}

TEST_CASE("recovery link: hosts compare in their ASCII form") {
  const std::string t = token;
  const auto reads = [&](const char* link_host, const char* known) {
    const auto found =
        parse_recovery_link("https://" + std::string(link_host) + "/recover?token=" + t, {known});
    return found && found->reveal() == t;
  };
  CHECK(reads("AUTH.example.com", "auth.EXAMPLE.com"));
  CHECK(reads("auth.example.com.", "auth.example.com"));
  CHECK(reads("auth.example.com", "auth.example.com."));
  CHECK(reads("auth.example.com:8443", "auth.example.com"));
  CHECK(reads("auth.example.com:8443", "auth.example.com:8443"));
  CHECK_FALSE(reads("auth.example.com", "auth.example.com:8443"));
  CHECK_FALSE(reads("auth.example.com:443:8443", "auth.example.com"));
  CHECK_FALSE(reads("auth.example.com:x", "auth.example.com"));
  CHECK(reads("[::1]", "::1"));
  CHECK(reads("[0:0::1]:80", "[::1]"));
  CHECK_FALSE(reads("[::1", "::1"));
#if HELLOJOHN_TEST_LIBIDN2
  CHECK(reads("m\u00fcnchen.example", "m\u00fcnchen.example"));
  CHECK(reads("xn--mnchen-3ya.example", "m\u00fcnchen.example"));
  CHECK(reads("m\u00fcnchen.example", "xn--mnchen-3ya.example"));
  CHECK(reads("XN--MNCHEN-3YA.example", "m\u00fcnchen.example:443") == false);
  CHECK(reads("M%C3%BCnchen.example", "m\u00fcnchen.example"));
  CHECK(parse_recovery_link("m\u00fcnchen.example/recover?token=" + t, {"m\u00fcnchen.example"}));
#endif
  // A host that looks like ours is another one, and is not shown as ours.
  const auto lookalike =
      parse_recovery_link("https://\u0430uth.example.com/recover?token=" + t, {"auth.example.com"});
  REQUIRE_FALSE(lookalike);
  CHECK(lookalike.error().code == Errc::forbidden);
  for (const char c : lookalike.error().detail) CHECK(static_cast<unsigned char>(c) < 0x80);
}
