// What the desktop host writes names only the user in its access list, and no name means a device.
#include "apps/common/access_windows.hpp"
#include "apps/common/private_file.hpp"
#include "worlds/catch.hpp"
#include "worlds/temporary_folder.hpp"

#include <filesystem>
#include <string>

#include <aclapi.h>
#include <sddl.h>

namespace fs = std::filesystem;
using hellojohn::SecretView;
using hellojohn::tests::TemporaryFolder;

namespace {

/// What an open file's access is found wrong with; empty if nothing.
std::string wrong_with(const std::string& path) {
  const HANDLE file = ::CreateFileW(samples::wide(path).c_str(), GENERIC_READ | READ_CONTROL,
                                    FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
  REQUIRE(file != INVALID_HANDLE_VALUE);
  const char* wrong = samples::what_is_wrong_with_access(file);
  ::CloseHandle(file);
  return wrong != nullptr ? wrong : "";
}

/// Everybody may read it from now on.
void open_to_everybody(const std::string& path) {
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  REQUIRE(::ConvertStringSecurityDescriptorToSecurityDescriptorW(
              L"D:P(A;;FA;;;OW)(A;;FR;;;WD)", SDDL_REVISION_1, &descriptor, nullptr) != 0);
  CHECK(::SetFileSecurityW(samples::wide(path).c_str(), DACL_SECURITY_INFORMATION, descriptor) !=
        0);
  ::LocalFree(descriptor);
}

}  // namespace

TEST_CASE("a saved file and a note belong only to their user") {
  const TemporaryFolder folder("files");
  const std::string saved =
      samples::write_new_file(folder.file(""), "sheet.txt", SecretView("one"));
  CHECK(wrong_with(saved).empty());
  CHECK(samples::replace_file(folder.file("note"), "first"));
  CHECK(wrong_with(folder.file("note")).empty());
  open_to_everybody(saved);
  CHECK(wrong_with(saved) == "can be read by others");
}

TEST_CASE("a name that Windows takes for a device or cuts becomes a file's") {
  CHECK(samples::harmless_name("con") == "_con");
  CHECK(samples::harmless_name("LPT1.txt") == "_LPT1.txt");
  CHECK(samples::harmless_name("nul.tar.gz") == "_nul.tar.gz");
  CHECK(samples::harmless_name("console.txt") == "console.txt");
  CHECK(samples::harmless_name("a:b?.txt") == "a-b-.txt");
  CHECK(samples::harmless_name("sheet...") == "sheet");
  const TemporaryFolder folder("files");
  const std::string saved = samples::write_new_file(folder.file(""), "COM1", SecretView("codes"));
  CHECK(fs::equivalent(saved, folder.file("_COM1")));
}

TEST_CASE("the folder of the application's state is made") {
  const std::string folder = samples::state_folder("hellojohn-files-test");
  CHECK(fs::is_directory(folder));
  CHECK(samples::state_folder("hellojohn-files-test") == folder);
  fs::remove(folder);
}
