// See subject_process.hpp.
#include "security/residue/wire/subject_process.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

namespace hellojohn::tests {

namespace {

/// The dynamic linker writes it into the subject's folder if LD_DEBUG asks for it.
constexpr const char* bindings_file = "/bindings";

/// LD_DEBUG makes the linker say what it binds; that changes nothing of what it leaves on the stack.
void choose_binding(Binding binding, const std::string& folder) {
  if (binding == Binding::early) {
    ::setenv("LD_BIND_NOW", "1", 1);
    return;
  }
  ::unsetenv("LD_BIND_NOW");
  ::setenv("LD_DEBUG", "bindings", 1);
  ::setenv("LD_DEBUG_OUTPUT", (folder + bindings_file).c_str(), 1);
}

constexpr int orders_fd = 3;
constexpr int answers_fd = 4;

/// What it prints goes to a file. It makes no core file if it ends because memory ran out.
[[noreturn]] void become(const std::string& program, std::vector<std::string>& arguments, int in,
                         int out, const std::string& folder, Binding binding) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  // Past both numbers first: one of the ends may stand where the other belongs.
  const int in_aside = ::fcntl(in, F_DUPFD, 10), out_aside = ::fcntl(out, F_DUPFD, 10);
  const int printed = ::open((folder + "/printed").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(printed, STDOUT_FILENO);
  ::dup2(printed, STDERR_FILENO);
  ::close(printed);
  ::dup2(in_aside, orders_fd);
  ::dup2(out_aside, answers_fd);
  ::close(in_aside);
  ::close(out_aside);
  choose_binding(binding, folder);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  if (::chdir(folder.c_str()) == 0) ::execv(program.c_str(), argv.data());
  ::_exit(127);
}

bool all_sleep(pid_t process) {
  const std::string folder = "/proc/" + std::to_string(process) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(task.path() / "stat");
    std::string line;
    std::getline(file, line);
    const auto end = line.rfind(')');
    if (end != std::string::npos && line.compare(end, 3, ") S") != 0) return false;
  }
  return true;
}

}  // namespace

struct SubjectProcess::System {
  pid_t process = -1;
};

SubjectProcess::SubjectProcess(const std::string& program, std::vector<std::string> arguments,
                               Binding binding)
    : system_(std::make_unique<System>()) {
  program_ = std::filesystem::absolute(program);
  arguments.push_back(std::to_string(orders_fd));
  arguments.push_back(std::to_string(answers_fd));
  char name[] = "/tmp/hellojohn-residue-XXXXXX";
  if (::mkdtemp(name) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  int down[2], up[2];
  if (::pipe2(down, O_CLOEXEC) != 0 || ::pipe2(up, O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  system_->process = ::fork();
  if (system_->process == 0) become(program_, arguments, down[0], up[1], folder_, binding);
  ::close(down[0]);
  ::close(up[1]);
  orders_ = down[1];
  answers_ = up[0];
  searched_.id = system_->process;
}

SubjectProcess::~SubjectProcess() {
  ::close(static_cast<int>(orders_));
  ::close(static_cast<int>(answers_));
  if (system_->process > 0) {
    ::kill(system_->process, SIGKILL);
    ::waitpid(system_->process, nullptr, 0);
  }
  std::error_code ignored;  // A folder that stays is clutter, nothing else.
  std::filesystem::remove_all(folder_, ignored);
}

void SubjectProcess::wait_quiet() const {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!all_sleep(system_->process)) {
    if (std::chrono::steady_clock::now() > limit)
      throw std::runtime_error("the subject does not come to rest");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

std::vector<std::string> SubjectProcess::bound_late() const {
  std::vector<std::string> out;
  std::ifstream file(folder_ + bindings_file + "." + std::to_string(system_->process));
  bool started = false;
  for (std::string line; std::getline(file, line);) {
    if (line.find("transferring control") != std::string::npos) started = true;
    const auto symbol = line.find('`');
    // What the program itself calls is the host's.
    if (!started || symbol == std::string::npos ||
        line.find("binding file " + program_ + " ") != std::string::npos)
      continue;
    out.push_back(line.substr(symbol + 1, line.find('\'', symbol) - symbol - 1));
  }
  return out;
}

std::optional<std::string> SubjectProcess::core() const {
  const std::string name = folder_ + "/core";
  const std::string id = std::to_string(system_->process);
  const pid_t tool = ::fork();
  if (tool == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execlp("gcore", "gcore", "-o", name.c_str(), id.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(tool, &status, 0);
  if (status != 0) throw std::runtime_error("gcore (package gdb) made no core file");
  return name + "." + id;
}

}  // namespace hellojohn::tests
