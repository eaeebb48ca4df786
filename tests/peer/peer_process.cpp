// See peer_process.hpp.
#include "peer/peer_process.hpp"

#include "mock/server/certificate.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/json.hpp>
#include <csignal>

namespace hellojohn::tests {

namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) { return std::string(value.as_string()); }

std::vector<std::string> texts_of(const json::value& list) {
  std::vector<std::string> out;
  for (const json::value& entry : list.as_array()) out.push_back(text_of(entry));
  return out;
}

pid_t run(const std::vector<std::string>& words, int input, int output) {
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t process = ::fork();
  if (process != 0) return process;
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::execvp(argv[0], argv.data());
  ::_exit(127);
}

std::string line_of(FILE* from) {
  std::string line;
  for (int c; (c = std::fgetc(from)) != EOF && c != '\n';) line.push_back(static_cast<char>(c));
  return line;
}

}  // namespace

/// A key, its certificate and the authority as files.
class CertificateFiles {
 public:
  CertificateFiles() {
    const auto made = testing::make_mock_certificate();
    char name[] = "/tmp/hellojohn-peer-XXXXXX";
    if (!made || ::mkdtemp(name) == nullptr) throw std::runtime_error("no certificate");
    folder_ = name;
    std::ofstream(file("key.pem")) << made->leaf_key_pem;
    std::ofstream(file("leaf.pem")) << made->leaf_pem;
    std::ofstream(file("ca.pem")) << made->ca_pem;
  }
  CertificateFiles(const CertificateFiles&) = delete;
  CertificateFiles& operator=(const CertificateFiles&) = delete;
  ~CertificateFiles() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  [[nodiscard]] std::string file(const char* name) const { return folder_ + "/" + name; }

 private:
  std::string folder_;
};

PeerProcess::PeerProcess(const std::string& folder, bool tls)
    : tls_(tls), files_(std::make_unique<CertificateFiles>()) {
  if (!std::filesystem::exists(folder + "/node_modules"))
    throw std::runtime_error("The test peer is not installed: run tests/peer/install.sh " + folder);
  std::vector<std::string> words{"node", HELLOJOHN_SOURCE_DIR "/tests/peer/server.mjs", folder};
  if (tls) words.insert(words.end(), {files_->file("key.pem"), files_->file("leaf.pem")});
  int input[2], output[2];
  if (::pipe2(input, O_CLOEXEC) != 0 || ::pipe2(output, O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  process_ = run(words, input[0], output[1]);
  ::close(input[0]);
  ::close(output[1]);
  to_ = ::fdopen(input[1], "w");
  from_ = ::fdopen(output[0], "r");
  const std::string line = line_of(from_);
  if (line.empty()) throw std::runtime_error("The test peer did not start: see what node says.");
  port_ = static_cast<int>(json::parse(line).at("port").as_int64());
}

PeerProcess::~PeerProcess() {
  std::fclose(to_);
  ::waitpid(process_, nullptr, 0);
  std::fclose(from_);
}

std::string PeerProcess::ca_file() const { return files_->file("ca.pem"); }

std::string PeerProcess::origin() const {
  return (tls_ ? "https://localhost:" : "http://localhost:") + std::to_string(port_);
}

std::string PeerProcess::ask(const std::string& line) {
  std::fputs((line + "\n").c_str(), to_);
  std::fflush(to_);
  std::string answer = line_of(from_);
  if (answer.empty()) throw std::runtime_error("The test peer ended: see what node says.");
  return answer;
}

PeerPerson PeerProcess::add(const std::string& email, bool with_factor) {
  PeerPerson person{{}, email, "a long password of " + email};
  const json::value answer =
      json::parse(ask(json::serialize(json::object{{"command", "add"},
                                                   {"email", email},
                                                   {"password", person.password},
                                                   {"factor", with_factor}})));
  person.id = text_of(answer.at("id"));
  person.uri = text_of(answer.at("uri"));
  person.codes = texts_of(answer.at("codes"));
  return person;
}

PeerState PeerProcess::look(const PeerPerson& person) {
  const json::value answer =
      json::parse(ask(json::serialize(json::object{{"command", "look"}, {"id", person.id}})));
  PeerState state;
  state.enabled = answer.at("enabled").as_bool();
  state.sessions = static_cast<int>(answer.at("sessions").as_int64());
  state.codes = texts_of(answer.at("codes"));
  for (const auto& [what, count] : answer.at("writes").as_object())
    state.writes[std::string(what)] = static_cast<int>(count.as_int64());
  return state;
}

void PeerProcess::forget() { ask(R"({"command":"forget"})"); }

}  // namespace hellojohn::tests
