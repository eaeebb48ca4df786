// See child_process.hpp: CreateProcessW with two pipes, in a job object that ends the child when its handle is closed.
#include "worlds/child_process_windows.hpp"

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

PipedChild::PipedChild(const std::string& program, const std::vector<std::string>& arguments,
                       Errors errors)
    : job_(job_that_ends_its_processes()) {
  const Pipe input(true);
  const Pipe output(false);
  to_child_ = std::make_unique<OwnHandle>(input.writes);
  from_child_ = std::make_unique<OwnHandle>(output.reads);
  std::string line = quoted(program);
  for (const std::string& argument : arguments) line += " " + quoted(argument);
  std::wstring command = wide(line);
  Inherited inherited({input.reads, output.writes});
  STARTUPINFOEXW start{};
  start.StartupInfo.cb = sizeof start;
  start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  start.StartupInfo.hStdInput = input.reads;
  start.StartupInfo.hStdOutput = output.writes;
  if (errors == Errors::with_output) start.StartupInfo.hStdError = output.writes;
  start.lpAttributeList = inherited.list();
  PROCESS_INFORMATION child{};
  const bool started = ::CreateProcessW(nullptr, command.data(), nullptr, nullptr, TRUE,
                                        EXTENDED_STARTUPINFO_PRESENT | CREATE_SUSPENDED, nullptr,
                                        nullptr, &start.StartupInfo, &child) != 0;
  ::CloseHandle(input.reads);
  ::CloseHandle(output.writes);
  if (!started) throw std::runtime_error("cannot start " + program);
  process_ = child.hProcess;
  ::AssignProcessToJobObject(job_.get(), child.hProcess);
  ::ResumeThread(child.hThread);
  ::CloseHandle(child.hThread);
}

PipedChild::~PipedChild() {
  if (process_ == nullptr) return;
  ::TerminateProcess(process_, 1);
  (void)wait();
}

std::string PipedChild::read(std::size_t most) {
  std::string out(most, '\0');
  DWORD size = 0;
  if (::ReadFile(from_child_->get(), out.data(), static_cast<DWORD>(most), &size, nullptr) == 0)
    size = 0;
  out.resize(size);
  return out;
}

bool PipedChild::write(std::string_view bytes) {
  DWORD size = 0;
  return ::WriteFile(to_child_->get(), bytes.data(), static_cast<DWORD>(bytes.size()), &size,
                     nullptr) != 0 &&
         size == bytes.size();
}

int PipedChild::wait() {
  if (process_ == nullptr) return -1;
  DWORD code = 0;
  ::WaitForSingleObject(process_, INFINITE);
  const bool known = ::GetExitCodeProcess(process_, &code) != 0;
  ::CloseHandle(process_);
  process_ = nullptr;
  return known ? static_cast<int>(code) : -1;
}

struct ChildProcess::System {
  PipedChild child;
};

ChildProcess::ChildProcess(const std::string& program, std::vector<std::string> arguments)
    : system_(new System{PipedChild(program, arguments, PipedChild::Errors::dropped)}) {}

ChildProcess::~ChildProcess() = default;

std::string ChildProcess::read_line() {
  std::string line;
  for (std::string next = system_->child.read(1); !next.empty() && next != "\n";
       next = system_->child.read(1))
    line += next;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

bool ChildProcess::write_line(std::string_view line) {
  return system_->child.write(std::string(line) + "\n");
}

int ChildProcess::wait() { return system_->child.wait(); }

}  // namespace hellojohn::tests
