// See subject_process.hpp: a process in a job object. Wine and Windows bind all symbols at the start of a program.
#include "security/residue/wire/subject_process.hpp"

#include "security/residue/threads_windows.hpp"
#include "worlds/start_windows.hpp"
#include "worlds/temporary_folder.hpp"

#include <chrono>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace hellojohn::tests {

namespace {

/// What it prints goes to a file that others may read.
HANDLE output_file(const std::string& folder) {
  SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
  const HANDLE file = ::CreateFileW(wide(folder + "/printed").c_str(), FILE_APPEND_DATA,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                    &inherited, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (file == INVALID_HANDLE_VALUE) throw std::runtime_error("no file for what the subject prints");
  return file;
}

std::string number_of(HANDLE handle) {
  return std::to_string(reinterpret_cast<std::intptr_t>(handle));
}

/// Where a thread stands.
struct Stand {
  DWORD thread;
  DWORD64 instruction;
  DWORD64 stack;
  bool operator==(const Stand&) const = default;
};

std::vector<Stand> stands_of(std::int64_t process) {
  std::vector<Stand> out;
  for (const DWORD id : threads_of(process)) {
    const StoppedThread thread(id);
    CONTEXT context{};
    context.ContextFlags = CONTEXT_CONTROL;
    if (thread.ok() && ::GetThreadContext(thread.get(), &context) != 0)
      out.push_back({id, context.Rip, context.Rsp});
  }
  return out;
}

}  // namespace

struct SubjectProcess::System {
  TemporaryFolder folder{"residue"};
  OwnHandle job{job_that_ends_its_processes()};
  Pipe orders{true};
  Pipe answers{false};
  HANDLE process = nullptr;
};

SubjectProcess::SubjectProcess(const std::string& program, std::vector<std::string> arguments,
                               Binding)
    : program_(program), system_(std::make_unique<System>()) {
  folder_ = system_->folder.path();
  const OwnHandle printed(output_file(folder_));
  const HANDLE orders = system_->orders.childs.get();
  const HANDLE answers = system_->answers.childs.get();
  arguments.push_back(number_of(orders));
  arguments.push_back(number_of(answers));
  StartWith with{program_, std::move(arguments), nullptr, printed.get(), printed.get()};
  with.inherited = {orders, answers, printed.get()};
  with.folder = wide(folder_);
  const PROCESS_INFORMATION started = start_in_job(system_->job.get(), with);
  system_->process = started.hProcess;
  (void)system_->orders.childs.close();
  (void)system_->answers.childs.close();
  orders_ = reinterpret_cast<PipeEnd>(system_->orders.ours.get());
  answers_ = reinterpret_cast<PipeEnd>(system_->answers.ours.get());
  searched_.id = started.dwProcessId;
}

SubjectProcess::~SubjectProcess() {
  ::TerminateProcess(system_->process, 1);
  ::WaitForSingleObject(system_->process, INFINITE);
  ::CloseHandle(system_->process);
}

// It waits if each thread stands at the same place in two looks.
void SubjectProcess::wait_quiet() const {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  auto before = stands_of(searched_.id);
  for (;;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    auto now = stands_of(searched_.id);
    if (now == before) return;
    if (std::chrono::steady_clock::now() > limit)
      throw std::runtime_error("the subject does not come to rest");
    before = std::move(now);
  }
}

std::vector<std::string> SubjectProcess::bound_late() const { return {}; }

std::optional<std::string> SubjectProcess::core() const { return std::nullopt; }

}  // namespace hellojohn::tests
