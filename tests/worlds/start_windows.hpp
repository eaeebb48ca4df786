// Starts a program on Windows with the handles that it is given, and no others, in a job object that ends it when the job's
// handle is closed. The system closes it if a test ends without doing so.
#pragma once

#include "base/wide_windows.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

/// As the C library of the child takes a command line apart: a backslash is one, except before a quote.
inline std::string quoted(const std::string& argument) {
  std::string out = "\"";
  std::size_t backslashes = 0;
  for (const char c : argument) {
    if (c == '"') out.append(backslashes + 1, '\\');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    out.push_back(c);
  }
  return out.append(backslashes, '\\').append("\"");
}

/// A pipe between a child and its test. The child may inherit its end.
class Pipe {
  struct Ends {
    HANDLE reads = nullptr;
    HANDLE writes = nullptr;
  };

 public:
  explicit Pipe(bool child_reads) : Pipe(made(), child_reads) {}

 private:
  static Ends made() {
    Ends ends;
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    if (::CreatePipe(&ends.reads, &ends.writes, &inherited, 0) == 0)
      throw std::runtime_error("no pipe for a child");
    return ends;
  }
  Pipe(const Ends& ends, bool child_reads)
      : childs(child_reads ? ends.reads : ends.writes),
        ours(child_reads ? ends.writes : ends.reads) {
    ::SetHandleInformation(ours.get(), HANDLE_FLAG_INHERIT, 0);
  }

 public:
  OwnHandle childs;
  OwnHandle ours;
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

inline HANDLE job_that_ends_its_processes() {
  const HANDLE job = ::CreateJobObjectW(nullptr, nullptr);
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  if (job == nullptr || ::SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits,
                                                  sizeof limits) == 0)
    throw std::runtime_error("no job object for a child");
  return job;
}

/// What a program is started with.
struct StartWith {
  std::string program;
  std::vector<std::string> arguments;
  HANDLE input = nullptr;
  HANDLE output = nullptr;
  HANDLE errors = nullptr;
  std::vector<HANDLE> inherited{};  ///< All that it may have, those three among them.
  std::wstring folder{};            ///< Empty: the one that the test runs in.
};

/// The process, for the caller to close. Throws if it cannot be started.
inline PROCESS_INFORMATION start_in_job(HANDLE job, const StartWith& with) {
  std::string line = quoted(with.program);
  for (const std::string& argument : with.arguments) line += " " + quoted(argument);
  std::wstring command = wide(line);
  Inherited inherited(with.inherited);
  STARTUPINFOEXW start{};
  start.StartupInfo.cb = sizeof start;
  start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  start.StartupInfo.hStdInput = with.input;
  start.StartupInfo.hStdOutput = with.output;
  start.StartupInfo.hStdError = with.errors;
  start.lpAttributeList = inherited.list();
  PROCESS_INFORMATION child{};
  const auto create = [&] {
    return ::CreateProcessW(nullptr, command.data(), nullptr, nullptr, TRUE,
                            EXTENDED_STARTUPINFO_PRESENT | CREATE_SUSPENDED, nullptr,
                            with.folder.empty() ? nullptr : with.folder.c_str(), &start.StartupInfo,
                            &child) != 0;
  };
  bool created = create();
  // Under Wine 8 one process in some hundred ends before it has begun.
  for (int tries = 0; tries < 3 && !created && ::GetLastError() == ERROR_INTERNAL_ERROR; ++tries)
    created = create();
  if (!created) throw std::runtime_error("cannot start " + with.program);
  ::AssignProcessToJobObject(job, child.hProcess);
  ::ResumeThread(child.hThread);
  ::CloseHandle(child.hThread);
  child.hThread = nullptr;
  return child;
}

}  // namespace hellojohn::tests
