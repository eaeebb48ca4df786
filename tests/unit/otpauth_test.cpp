// Which addresses of an authenticator app are drawn or opened, and what is read from them.
#include "worlds/catch.hpp"

#include "base/otpauth.hpp"

#include <string>

using namespace hellojohn;

namespace {

struct Row {
  const char* uri;
  const char* label;
  int digits;
  int period;
};

}  // namespace

TEST_CASE("otpauth: a time-based key is read with the defaults of the format") {
  for (const Row& row : {
           Row{"otpauth://totp/x?secret=JBSWY3DPEHPK3PXP", "x", 6, 30},
           Row{"OTPAUTH://TOTP/x?SECRET=jbswy3dpehpk3pxp", "x", 6, 30},
           Row{"otpauth://Totp/?secret=JBSWY3DP", "", 6, 30},
           Row{"otpauth://totp/Sky:al%40b.c?issuer=Sky&secret=JBSWY3DP&algorithm=sha1",
               "Sky:al@b.c", 6, 30},
           Row{"otpauth://totp/x?secret=JBSWY3DP&algorithm=SHA256&digits=8&period=60", "x", 8, 60},
           Row{"otpauth://totp/x?secret=JBSWY3DP&algorithm=SHA512&digits=7&period=15", "x", 7, 15},
           Row{"otpauth://totp/x?secret=JBSWY3A=&digits=6", "x", 6, 30},
           Row{"otpauth://totp/x?secret=JBSWY%3D%3d%3D", "x", 6, 30},
           Row{"otpauth://totp/x?secret=JBSWY3DP&counter=1&image=https%3A%2F%2Fa", "x", 6, 30},
           Row{"otpauth://totp/x?&secret=JBSWY3DP&&flag&", "x", 6, 30},
           Row{"otpauth://totp/Caf\xc3\xa9%20%e6%97%a5?secret=JBSWY3DP", "Café 日", 6, 30},
           Row{"otpauth://totp/5%zz%4?secret=JBSWY3DP", "5%zz%4", 6, 30},
           // What is shown of a label passes the display filter.
           Row{"otpauth://totp/a%0Ab%e2%80%aec%00d%FF?secret=JBSWY3DP", "a bcd\xef\xbf\xbd", 6, 30},
           Row{"otpauth://totp/%E2%80%8B?secret=JBSWY3DP", "\xef\xbf\xbd", 6, 30},
       }) {
    CAPTURE(row.uri);
    const auto read = read_otpauth(row.uri);
    REQUIRE(read);
    CHECK(read->label == row.label);
    CHECK(read->digits == row.digits);
    CHECK(read->period == std::chrono::seconds(row.period));
  }
}

TEST_CASE("otpauth: what an authenticator app could not use is refused") {
  for (const char* uri : {
           "",
           "otpauth:",
           "otpauth://hotp/x?secret=JBSWY3DP&counter=0",
           "OTPAUTH://HOTP/x?secret=JBSWY3DP",
           "otpauth://steam/x?secret=JBSWY3DP",
           "otpauth://totp",
           "otpauth://totp?secret=JBSWY3DP",
           "otpauth://totp:1/x?secret=JBSWY3DP",
           "otpauth://a@totp/x?secret=JBSWY3DP",
           "otpauth:/totp/x?secret=JBSWY3DP",
           "otpauth-migration://offline?data=JBSWY3DP",
           "https://totp/x?secret=JBSWY3DP",
           "javascript:otpauth://totp/x?secret=JBSWY3DP",
           " otpauth://totp/x?secret=JBSWY3DP",
           "otpauth://totp/x y?secret=JBSWY3DP",
           "otpauth://totp/x?secret=JBSWY3DP\n",
           "otpauth://totp/x?secret=JBSWY3DP#digits=8",
           "otpauth://totp/x",
           "otpauth://totp/x?",
           "otpauth://totp/x?digits=6",
           "otpauth://totp/x?secret",
           "otpauth://totp/x?secret=",
           "otpauth://totp/x?secret===",
           "otpauth://totp/x?secret=JBSWY3D1",
           "otpauth://totp/x?secret=JBSW-Y3DP",
           "otpauth://totp/x?secret=JBSW%20Y3DP",
           "otpauth://totp/x?secret=A",
           "otpauth://totp/x?secret=ABC",
           "otpauth://totp/x?secret=ABCDEF",
           "otpauth://totp/x?secret=JBSWY3DP&secret=JBSWY3DP",
           "otpauth://totp/x?secret=JBSWY3DP&digits=5",
           "otpauth://totp/x?secret=JBSWY3DP&digits=9",
           "otpauth://totp/x?secret=JBSWY3DP&digits=",
           "otpauth://totp/x?secret=JBSWY3DP&digits=six",
           "otpauth://totp/x?secret=JBSWY3DP&digits=6&digits=8",
           "otpauth://totp/x?secret=JBSWY3DP&period=0",
           "otpauth://totp/x?secret=JBSWY3DP&period=-30",
           "otpauth://totp/x?secret=JBSWY3DP&period=3601",
           "otpauth://totp/x?secret=JBSWY3DP&period=30.5",
           "otpauth://totp/x?secret=JBSWY3DP&algorithm=MD5",
           "otpauth://totp/x?secret=JBSWY3DP&algorithm=",
           "otpauth://totp/x\xff?secret=JBSWY3DP",
       }) {
    CAPTURE(uri);
    CHECK_FALSE(read_otpauth(uri));
  }
  CHECK_FALSE(read_otpauth("otpauth://totp/" + std::string(5000, 'x') + "?secret=JBSWY3DP"));
}
