// One walk through the app in a window of 900 x 700: the keyboard signs in after a wrong password, a list is pasted, AltGr
// types, an authenticator is set up, and another person signs in after Alice.
#include "system/desktop/app_window.hpp"
#include "system/desktop/desk.hpp"
#include "worlds/catch.hpp"
#include "worlds/mock_process.hpp"

#include <stdexcept>
#include <string>
#include <vector>

using namespace hellojohn::tests;

namespace {

struct Walk {
  Walk()
      : mock(HELLOJOHN_MOCK_SERVER, {"--backup-codes-remaining"}),
        app(desk, "Sky Game",
            {HELLOJOHN_DESKTOP, "--trace-screens", "--size", "900x700", "--base-url",
             "https://localhost:" + std::to_string(mock.port()), "--tenant", mock.tenant_id(),
             "--key", mock.publishable_key(), "--ca", mock.ca_file()}) {
    app.wait_for("sign_in_title");
  }

  [[nodiscard]] const MockPerson& alice() const { return mock.people().at(0); }
  [[nodiscard]] const MockPerson& carol() const {
    for (const MockPerson& person : mock.people()) {
      if (person.email.starts_with("carol")) return person;
    }
    throw std::runtime_error("the mock has no Carol");
  }

  /// Types to whatever has the focus; no mouse.
  void type(const std::string& text) {
    const std::int64_t before = app.now().at("characters").as_int64();
    desk.xdotool({"type", "--delay", "2", text});
    app.wait("the characters to arrive", [&] {
      return app.now().at("characters").as_int64() >=
             before + static_cast<std::int64_t>(text.size());
    });
  }
  /// Presses Return when the screen takes presses: those that follow its arrival at once are dropped.
  void confirm() {
    app.wait("the screen to take presses", [&] { return app.now().at("ready").as_bool(); });
    app.keys("Return");
  }
  void sign_in_by_keys(const MockPerson& person) {
    type(person.email);
    app.keys("Tab");
    type(person.password);
    confirm();
  }

  Desk desk;
  MockProcess mock;
  AppWindow app;
};

}  // namespace

TEST_CASE("walk: the keyboard signs in after a wrong password, and a pasted list is offered") {
  Walk walk;
  walk.type(walk.alice().email);
  walk.app.keys("Tab");
  walk.type("wrong");
  walk.confirm();
  walk.app.wait_for("sign_in_wrong");
  walk.type(walk.alice().password);
  walk.app.wait("the error to go", [&] { return !walk.app.says("sign_in_wrong"); });
  walk.confirm();
  walk.app.wait_for("challenge_totp");

  walk.app.click("challenge_use_backup");
  walk.app.wait_for("challenge_backup");
  const std::vector<std::string>& codes = walk.alice().codes;
  walk.desk.set_clipboard("My codes\n1) " + codes.at(0) + "\n2) " + codes.at(1) + "\n");
  walk.app.keys("ctrl+alt+v");
  walk.app.click("show");  // The app still runs, and nothing was pasted.
  walk.app.wait_for("hide");
  CHECK(walk.app.typed("challenge_backup") <= 1);  // AltGr may have typed one character.
  walk.app.click("challenge_backup");
  walk.app.keys("ctrl+v");
  walk.app.wait_for("challenge_sheet_title");
  walk.confirm();
  walk.app.wait_for("challenge_backup");
  CHECK(walk.app.typed("challenge_backup") == 8);
  walk.confirm();
  walk.app.wait_for("after_code_title");
}

TEST_CASE(
    "walk: the cells of an enrolment are seen at 900 x 700, and Carol's home is not Alice's") {
  Walk walk;
  walk.sign_in_by_keys(walk.alice());
  walk.app.wait_for("challenge_totp");
  walk.app.click("challenge_use_backup");
  walk.app.wait_for("challenge_backup");
  std::string code = walk.alice().codes.at(1);
  walk.type(code.erase(code.find('-'), 1));
  walk.confirm();
  walk.app.wait_for("after_code_title");
  walk.app.click("after_code_no");
  walk.app.wait_for("enrol_code");
  walk.app.wait("the cells in view", [&] { return walk.app.height("enrol_code") > 0; });
  CHECK(walk.app.bottom("enrol_code") <= 700);
  walk.type("000000");
  walk.app.wait_for("enrol_wrong");
  CHECK(walk.app.bottom("enrol_code") < 700);

  walk.app.click("cancel");
  walk.app.wait_for("card_title");
  walk.app.click("card_sign_out");
  walk.app.wait_for("sign_in_title");
  walk.sign_in_by_keys(walk.carol());
  walk.app.wait_for("card_mfa_off");
  CHECK_FALSE(walk.app.says("card_codes"));
  CHECK_FALSE(walk.app.says("card_methods"));
}
