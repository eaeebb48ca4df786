// See child_process.hpp: CreateProcessW with two pipes, in a job object that ends the child when its handle is closed.
#include "worlds/child_process.hpp"

#include "base/wide_windows.hpp"

#include <stdexcept>

namespace hellojohn::tests {

namespace {

/// As the C library of the child takes a command line apart: a backslash is one, except before a quote.
std::string quoted(const std::string& argument) {
  std::string out = "\"";
  std::size_t backslashes = 0;
  for (const char c : argument) {
    if (c == '"') out.append(backslashes + 1, '\\');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    out.push_back(c);
  }
  return out.append(backslashes, '\\').append("\"");
}

/// Both ends of a pipe. A child may inherit the one that it is given.
struct Pipe {
  explicit Pipe(bool child_reads) {
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    if (::CreatePipe(&reads, &writes, &inherited, 0) == 0)
      throw std::runtime_error("no pipe for a child");
    ::SetHandleInformation(child_reads ? writes : reads, HANDLE_FLAG_INHERIT, 0);
  }
  HANDLE reads = nullptr;
  HANDLE writes = nullptr;
};

/// Sockets can be inherited here unless one says otherwise: the child gets these handles only.
class Inherited {
 public:
  explicit Inherited(std::vector<HANDLE> handles) : handles_(std::move(handles)) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_.resize(size);
    if (::InitializeProcThreadAttributeList(list(), 1, 0, &size) == 0 ||
        ::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                    handles_.size() * sizeof(HANDLE), nullptr, nullptr) == 0)
      throw std::runtime_error("no list of handles for a child");
  }
  Inherited(const Inherited&) = delete;
  Inherited& operator=(const Inherited&) = delete;
  ~Inherited() { ::DeleteProcThreadAttributeList(list()); }
  [[nodiscard]] LPPROC_THREAD_ATTRIBUTE_LIST list() {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data());
  }

 private:
  std::vector<HANDLE> handles_;
  std::vector<char> memory_;
};

HANDLE job_that_ends_its_processes() {
  const HANDLE job = ::CreateJobObjectW(nullptr, nullptr);
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  if (job == nullptr || ::SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits,
                                                  sizeof limits) == 0)
    throw std::runtime_error("no job object for a child");
  return job;
}

}  // namespace

struct ChildProcess::System {
  OwnHandle job{job_that_ends_its_processes()};
  Pipe input{true};
  Pipe output{false};
  OwnHandle to_child{input.writes};
  OwnHandle from_child{output.reads};
  HANDLE process = nullptr;
};

ChildProcess::ChildProcess(const std::string& program, std::vector<std::string> arguments)
    : system_(std::make_unique<System>()) {
  std::string line = quoted(program);
  for (const std::string& argument : arguments) line += " " + quoted(argument);
  std::wstring command = wide(line);
  Inherited inherited({system_->input.reads, system_->output.writes});
  STARTUPINFOEXW start{};
  start.StartupInfo.cb = sizeof start;
  start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  start.StartupInfo.hStdInput = system_->input.reads;
  start.StartupInfo.hStdOutput = system_->output.writes;
  start.lpAttributeList = inherited.list();
  PROCESS_INFORMATION child{};
  const bool started = ::CreateProcessW(nullptr, command.data(), nullptr, nullptr, TRUE,
                                        EXTENDED_STARTUPINFO_PRESENT | CREATE_SUSPENDED, nullptr,
                                        nullptr, &start.StartupInfo, &child) != 0;
  ::CloseHandle(system_->input.reads);
  ::CloseHandle(system_->output.writes);
  if (!started) throw std::runtime_error("cannot start " + program);
  system_->process = child.hProcess;
  ::AssignProcessToJobObject(system_->job.get(), child.hProcess);
  ::ResumeThread(child.hThread);
  ::CloseHandle(child.hThread);
}

ChildProcess::~ChildProcess() {
  if (system_->process == nullptr) return;
  ::TerminateProcess(system_->process, 1);
  (void)wait();
}

std::string ChildProcess::read_line() {
  std::string line;
  char next = 0;
  DWORD size = 0;
  while (::ReadFile(system_->from_child.get(), &next, 1, &size, nullptr) != 0 && size == 1 &&
         next != '\n')
    line.push_back(next);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

bool ChildProcess::write_line(std::string_view line) {
  const std::string whole = std::string(line) + "\n";
  DWORD size = 0;
  return ::WriteFile(system_->to_child.get(), whole.data(), static_cast<DWORD>(whole.size()), &size,
                     nullptr) != 0 &&
         size == whole.size();
}

int ChildProcess::wait() {
  if (system_->process == nullptr) return -1;
  DWORD code = 0;
  ::WaitForSingleObject(system_->process, INFINITE);
  const bool known = ::GetExitCodeProcess(system_->process, &code) != 0;
  ::CloseHandle(system_->process);
  system_->process = nullptr;
  return known ? static_cast<int>(code) : -1;
}

}  // namespace hellojohn::tests
