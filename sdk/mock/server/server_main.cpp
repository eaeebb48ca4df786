// hellojohn-mock-server: the files around the server, the start line, and an orderly end on SIGTERM.
#include <hellojohn/testing/mock_server.hpp>
#include <hellojohn/version.hpp>

#include "arguments.hpp"
#include "certificate.hpp"
#include "system.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <boost/json.hpp>

namespace {

using hellojohn::testing::MockServer;
namespace mock = hellojohn::testing::mock;
using hellojohn::testing::mock::Arguments;
using hellojohn::testing::mock::read_file;

/// A private folder for the CA, removed at exit.
class CaFile {
 public:
  bool write(const std::string& wanted, const std::string& pem) {
    path_ = wanted;
    if (path_.empty()) {
      folder_ = mock::make_temporary_folder();
      if (folder_.empty()) return false;
      path_ = folder_ + "/ca.pem";
    }
    std::ofstream file(path_, std::ios::binary);
    file << pem;
    return static_cast<bool>(file.flush());
  }
  CaFile() = default;
  CaFile(const CaFile&) = delete;
  CaFile& operator=(const CaFile&) = delete;
  ~CaFile() {
    if (folder_.empty()) return;
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string folder_;
  std::string path_;
};

/// The authority of that folder, made if there is none that still holds, and a new certificate signed by it.
bool use_kept_authority(Arguments& arguments) {
  namespace testing = hellojohn::testing;
  mock::make_private_folder(arguments.ca_folder);
  const std::string ca_path = arguments.ca_folder + "/ca.pem";
  const std::string key_path = arguments.ca_folder + "/ca-key.pem";
  testing::MockAuthority authority;
  std::optional<testing::MockCertificate> made;
  if (read_file(ca_path, authority.ca_pem) && read_file(key_path, authority.key_pem))
    made = testing::certificate_of(authority);
  if (!made) {
    const auto fresh = testing::make_mock_authority();
    if (!fresh || !mock::write_private(key_path, fresh->key_pem) ||
        !mock::write_private(ca_path, fresh->ca_pem))
      return false;
    made = testing::certificate_of(*fresh);
  }
  if (!made) return false;
  arguments.server.ca_pem = made->ca_pem;
  arguments.server.certificate_pem = made->leaf_pem;
  arguments.server.key_pem = made->leaf_key_pem;
  if (arguments.ca_out.empty()) arguments.ca_out = ca_path;
  return true;
}

std::string console_url(const MockServer& server) {
  return server.base_url() + "/__mock/#token=" + server.control_token();
}

/// The same for people: where it is, who is in it, and how to trust it.
void print_for_people(MockServer& server, const std::string& ca_path) {
  const boost::json::value world = boost::json::parse(server.service().describe());
  std::cerr << "HelloJohn mock server " << hellojohn::version() << "\n"
            << "  address   " << server.base_url() << "\n"
            << "  console   " << console_url(server) << "\n"
            << "  tenant    " << world.at("tenant_id").as_string().c_str() << "\n"
            << "  key       " << world.at("publishable_key").as_string().c_str() << "\n";
  if (const auto* client_id = world.as_object().if_contains("client_id"))
    std::cerr << "  client    " << client_id->as_string().c_str() << "\n";
  if (!ca_path.empty())
    std::cerr << "  CA file   " << ca_path
              << " (ClientOptions::network.ca_file, or curl --cacert)\n";
  for (const auto& user : world.at("users").as_array())
    std::cerr << "  user      " << user.at("email").as_string().c_str() << " / "
              << user.at("password").as_string().c_str() << ", "
              << user.at("backup_codes").as_array().size() << " backup codes\n";
  std::cerr << std::flush;
}

void print_start_line(MockServer& server, const std::string& ca_path) {
  namespace json = boost::json;
  json::object line;
  line["base_url"] = server.base_url();
  line["control_url"] = server.base_url() + "/__mock";
  line["control_token"] = server.control_token();
  line["console_url"] = console_url(server);
  if (ca_path.empty())
    line["ca_file"] = nullptr;
  else
    line["ca_file"] = ca_path;
  const json::value world = json::parse(server.service().describe());
  for (const auto& member : world.as_object()) line[member.key()] = member.value();
  std::cout << json::serialize(line) << std::endl;
}

int failed(const std::string& sentence, int status) {
  std::cerr << "hellojohn-mock-server: " << sentence << "\n";
  return status;
}

/// Why the state could not be written there at the end, when it would be lost. Null if it can.
const char* problem_of_export(const std::string& path) {
  std::error_code unreadable;
  const std::filesystem::path whole = std::filesystem::absolute(path, unreadable);
  if (!std::filesystem::is_directory(whole.parent_path(), unreadable))
    return "--export: its folder is not there";
  const std::string trial = path + ".new";  // What write_private() replaces in any case.
  if (std::filesystem::is_directory(whole, unreadable) || !mock::write_private(trial, {}))
    return "--export: the file cannot be written";
  std::filesystem::remove(trial, unreadable);
  return nullptr;
}

int run(Arguments arguments) {
  mock::EndOfProgram end;
  std::string state;
  if (!arguments.import_from.empty() && !read_file(arguments.import_from, state))
    return failed("--import: the file cannot be read", 2);
  if (!arguments.import_from.empty() && state.empty())
    return failed("--import: the file is empty", 2);
  if (!arguments.export_to.empty()) {
    if (const char* wrong = problem_of_export(arguments.export_to)) return failed(wrong, 2);
  }
  if (!arguments.ca_folder.empty() && !use_kept_authority(arguments))
    return failed("--ca-dir: the folder cannot be used", 2);
  if (arguments.verbose) {
    arguments.server.on_request = [](std::string_view line) {
      std::cerr << std::string(line) + "\n" << std::flush;
    };
  }
  auto server = MockServer::start(arguments.server);
  if (!server)
    return failed(server.error().detail, server.error().code == hellojohn::Errc::usage ? 2 : 1);
  if (!state.empty() && !server->service().load_state(state))
    return failed("--import: the file is not a state that --export wrote", 2);
  CaFile ca;
  if (!server->ca_pem().empty() && !ca.write(arguments.ca_out, server->ca_pem()))
    return arguments.ca_out.empty() ? failed("the CA file cannot be written", 1)
                                    : failed("--ca-out: the file cannot be written", 2);
  // In a log the passwords would stand for good.
  if (!arguments.json_only && mock::errors_go_to_terminal()) print_for_people(*server, ca.path());
  print_start_line(*server, ca.path());
  end.wait();
  if (!arguments.export_to.empty() &&
      !mock::write_private(arguments.export_to, server->service().state()))
    return failed("--export: the file cannot be written", 1);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string problem;
  auto arguments = hellojohn::testing::mock::read_arguments(argc, argv, problem);
  if (!arguments) return failed(problem, 2);
  if (arguments->help) {
    std::cout << hellojohn::testing::mock::help_text();
    return 0;
  }
  if (arguments->version) {
    std::cout << "hellojohn-mock-server " << hellojohn::version() << "\n";
    return 0;
  }
  return run(std::move(*arguments));
}
