// The app in a real window, driven by a mouse, a keyboard and a clipboard from outside, against its own server.
#include "system/desktop/app_window.hpp"
#include "system/desktop/desk.hpp"
#include "worlds/catch.hpp"
#include "worlds/mock_process.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

using namespace hellojohn::tests;

namespace {

struct Scene {
  explicit Scene(std::vector<std::string> more = {})
      : mock(HELLOJOHN_MOCK_SERVER, {"--backup-codes-remaining"}),
        app(desk, "Sky Game", command(more)) {}
  /// Against the self-hosted server.
  struct Own {};
  explicit Scene(Own)
      : mock(HELLOJOHN_MOCK_SERVER, {"--dialect", "self_hosted"}),
        app(desk, "Sky Game", command({"--dialect", "self_hosted", "--client-id", "game"})),
        code_size(10) {}

  std::vector<std::string> command(const std::vector<std::string>& more) const {
    std::vector<std::string> out{HELLOJOHN_DESKTOP,
                                 "--trace-screens",
                                 "--size",
                                 "900x1250",
                                 "--base-url",
                                 "https://localhost:" + std::to_string(mock.port()),
                                 "--tenant",
                                 mock.tenant_id(),
                                 "--key",
                                 mock.publishable_key(),
                                 "--ca",
                                 mock.ca_file()};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }

  [[nodiscard]] const MockPerson& alice() const { return mock.people().at(0); }

  /// `address`: after a recovery the screen still has the address of the same person.
  enum class Address { typed, kept };
  void sign_in(Address address = Address::typed) {
    app.wait_for("sign_in_title");
    if (address == Address::typed) app.type("sign_in_email", alice().email);
    app.type("sign_in_password", alice().password);
    app.click("sign_in_submit");
    app.wait_for("challenge_totp");
  }
  void sign_in_with_backup_code(const std::string& code, Address address = Address::typed) {
    sign_in(address);
    app.click("challenge_use_backup");
    app.wait_for("challenge_backup");
    app.type("challenge_backup", code);
    app.wait("all of the code", [&] { return app.typed("challenge_backup") == code_size; });
    app.click("challenge_submit");
    app.wait_for("after_code_title");
  }
  void make_codes() {
    app.click("after_code_make");
    app.wait_for("codes_replace");
    app.click("codes_replace");
    app.wait("the codes", [&] { return app.flag("unsaved") && app.flag("ready"); });
  }

  Desk desk;
  MockProcess mock;
  AppWindow app;
  std::int64_t code_size = 8;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

unsigned mode_of(const std::filesystem::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777U : 0U;
}

/// Eight different ones, each as it is shown: four characters, a dash, four characters.
void check_codes(const std::vector<std::string>& codes) {
  CHECK(codes.size() == 8);
  CHECK(std::set<std::string>(codes.begin(), codes.end()).size() == codes.size());
  for (const std::string& code : codes) {
    CHECK(code.size() == 9);
    CHECK(code.find('-') == 4);
  }
}

}  // namespace

TEST_CASE("a backup code signs in, and new ones are copied, saved and good for signing in") {
  Scene scene;
  scene.sign_in_with_backup_code(scene.alice().codes.at(2));
  scene.make_codes();
  CHECK_FALSE(scene.app.flag("capture"));

  scene.app.click("codes_copy_all");
  scene.app.wait("the copy", [&] { return scene.app.flag("clipboard"); });
  const std::string copied = scene.desk.clipboard();
  check_codes(lines_of(copied));
  scene.app.click("clear_now");
  scene.app.wait("the clipboard to be cleared", [&] { return !scene.app.flag("clipboard"); });
  CHECK(scene.desk.clipboard().empty());

  scene.app.click("codes_save");
  scene.app.wait("a file", [&] { return !scene.app.now().at("file").as_string().empty(); });
  const std::filesystem::path file = scene.app.now().at("file").as_string().c_str();
  CHECK(file.parent_path() == scene.desk.home() / "Documents");
  CHECK(file.filename().string().find("code") == std::string::npos);
  CHECK(mode_of(file) == 0600U);
  // Above the codes the file names the app and the account, and of the address no more than its beginning.
  const std::vector<std::string> saved = lines_of(content_of(file));
  REQUIRE(saved.size() > 8);
  CHECK(saved.front() == "Sky Game");
  CHECK(saved.at(1).find("\u2022") != std::string::npos);
  CHECK(content_of(file).find(scene.alice().email) == std::string::npos);
  // The same codes in the same order: number 5 on screen is number 5 in the file.
  CHECK(std::vector<std::string>(saved.end() - 8, saved.end()) == lines_of(copied));

  scene.app.click("codes_have_saved");
  scene.app.click("done");
  scene.app.wait_for("card_title");
  scene.app.click("card_sign_out");
  scene.sign_in_with_backup_code(lines_of(copied).at(4));
}

TEST_CASE("the window says its screens and the moves of the focus, and no secret that is typed") {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("hellojohn-said-" + std::to_string(::getpid()));
  std::filesystem::remove(file);
  {
    Scene scene({"--speak-to", file.string()});
    const std::string code = scene.alice().codes.at(2);
    scene.sign_in_with_backup_code(code);
    const std::string said = content_of(file);
    std::size_t at = 0;
    for (const char* words :
         {"next: Sign in to Sky Game. E-mail, text field, empty, 1 of 5",
          "Password, password field, empty, 2 of 5", "Confirm it's you.",
          "One of your backup codes, code field", "Signed in with a backup code."}) {
      CAPTURE(words, said);
      at = said.find(words, at);
      REQUIRE(at != std::string::npos);
    }
    CHECK(said.find(scene.alice().password) == std::string::npos);
    CHECK(said.find(code.substr(0, 4)) == std::string::npos);
  }
  std::filesystem::remove(file);
}

TEST_CASE("the clipboard is cleared automatically, and only of our text") {
  Scene scene({"--clear-clipboard", "2"});
  scene.sign_in_with_backup_code(scene.alice().codes.at(0));
  scene.make_codes();
  scene.app.click("codes_copy_all");
  scene.app.wait("the copy", [&] { return scene.app.flag("clipboard"); });
  scene.app.wait("the time to pass", [&] { return !scene.app.flag("clipboard"); });
  CHECK(scene.desk.clipboard().empty());

  scene.app.click("codes_copy_all");
  scene.app.wait("the copy", [&] { return scene.app.flag("clipboard"); });
  scene.desk.set_clipboard("a shopping list");
  scene.app.wait("the time to pass", [&] { return !scene.app.flag("clipboard"); });
  CHECK(scene.desk.clipboard() == "a shopping list");
}

TEST_CASE("closing the window asks while codes are not saved") {
  Scene scene;
  scene.sign_in_with_backup_code(scene.alice().codes.at(1));
  scene.make_codes();
  scene.app.keys("ctrl+q");
  scene.app.click_in_question("stay");
  scene.app.wait("the question to go",
                 [&] { return scene.app.now().at("question").as_array().empty(); });
  CHECK(scene.app.flag("unsaved"));
  scene.app.keys("ctrl+q");
  scene.app.click_in_question("yes_leave");
  CHECK(scene.app.end() == 0);
}

TEST_CASE("the scale changes while a screen is shown, and what was typed stays") {
  Scene scene;
  scene.sign_in();
  scene.app.type("challenge_totp", "123");
  const int before = scene.app.height("challenge_totp");
  scene.app.keys("ctrl+equal");
  scene.app.wait("larger fields", [&] { return scene.app.height("challenge_totp") > before; });
  CHECK(scene.app.typed("challenge_totp") == 3);
  scene.app.keys("ctrl+0");
  scene.app.wait("the size of before",
                 [&] { return scene.app.height("challenge_totp") == before; });
}

TEST_CASE("lost access: from the mailed link to a new authenticator and new codes") {
  Scene scene;
  scene.sign_in();
  scene.app.click("challenge_lost");
  scene.app.wait_for("lost_title");
  scene.app.click("lost_neither");
  scene.app.wait_for("lost_email_title");
  scene.app.click("lost_send");
  scene.app.wait_for("lost_sent_title");

  const auto outbox = boost::json::parse(scene.mock.control("GET", "outbox")).as_array();
  REQUIRE(outbox.size() == 1);
  scene.desk.set_clipboard(outbox[0].at("link").as_string().c_str());
  scene.app.click("paste");
  scene.app.click("continue_");
  scene.app.wait_for("lost_account_title");
  CHECK(scene.app.flag("banner"));
  scene.app.click("lost_account_yes");
  scene.app.wait_for("enrol_title");

  const std::string journal = scene.mock.control("GET", "journal");
  const std::size_t at = journal.rfind("\"fac_");
  REQUIRE(at != std::string::npos);
  const std::string factor = journal.substr(at + 1, journal.find('"', at + 1) - at - 1);
  const auto totp = boost::json::parse(scene.mock.control("GET", "totp/" + factor));
  scene.app.type("enrol_code", totp.at("code").as_string().c_str());
  scene.app.click("codes_create");
  scene.app.wait("the new codes", [&] { return scene.app.flag("unsaved"); });

  scene.app.click("codes_copy_all");
  scene.app.wait("the copy", [&] { return scene.app.flag("clipboard"); });
  const std::vector<std::string> codes = lines_of(scene.desk.clipboard());
  check_codes(codes);
  scene.app.click("codes_have_saved");
  scene.app.click("done");
  scene.app.wait_for("lost_done_title");
  CHECK(scene.app.says("lost_done_factor"));
  CHECK(scene.app.says("lost_done_codes"));
  scene.app.click("lost_sign_in");
  scene.sign_in_with_backup_code(codes.at(7), Scene::Address::kept);
}

TEST_CASE("a window in which nothing happens draws at most twice a second, and a key wakes it") {
  Scene scene;
  scene.app.wait_for("sign_in_title");
  scene.app.wait_for_rest();
  scene.app.type("sign_in_email", "a@example.com");
  CHECK(scene.app.now().at("rest_frames").as_int64() == 0);
  scene.app.wait_for_rest();
}

TEST_CASE("the self-hosted server makes codes after the password and a code") {
  Scene scene{Scene::Own{}};
  scene.app.wait_for("sign_in_title");
  CHECK_FALSE(scene.app.can("sign_in_help"));
  scene.sign_in_with_backup_code(scene.alice().codes.at(0));
  scene.app.click("after_code_make");
  scene.app.wait_for("codes_replace");
  scene.app.click("codes_replace");
  scene.app.wait_for("proof_why");
  scene.app.click("challenge_use_backup");
  scene.app.wait_for("proof_backup_spent");
  scene.app.type("sign_in_password", scene.alice().password);
  scene.app.type("challenge_backup", scene.alice().codes.at(1));
  scene.app.wait("all of the code", [&] { return scene.app.typed("challenge_backup") == 10; });
  scene.app.click("continue_");
  scene.app.wait("the codes", [&] { return scene.app.flag("unsaved") && scene.app.flag("ready"); });
  CHECK(scene.app.says("codes_only_way"));
}
