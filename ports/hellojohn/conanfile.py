"""Recipe for Conan 2, which builds the checkout that it lies in. Not run by this project's tests."""
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load


class HelloJohnConan(ConanFile):
    name = "hellojohn"
    description = "Client SDK for native applications: sign-in, backup codes, account recovery, re-enrolment"
    license = "MIT"
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "shared": [True, False],
        "transport": ["beast", "none"],
        "admin": [True, False],
        "testing": [True, False],
    }
    default_options = {
        "shared": False,
        "transport": "beast",
        "admin": False,
        "testing": False,
    }

    @property
    def _root(self):
        return os.path.join(self.recipe_folder, os.pardir, os.pardir)

    def set_version(self):
        header = load(self, os.path.join(self._root, "sdk", "include", "hellojohn", "version.hpp"))
        self.version = re.search(r'define HELLOJOHN_VERSION "([0-9.]+)"', header).group(1)

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "NOTICE", "sdk/*", "widgets/*"):
            copy(self, pattern, self._root, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        self.requires("boost/[>=1.81 <2]")
        self.requires("libidn2/[>=2.3 <3]")
        if self.options.transport == "beast" or self.options.testing:
            self.requires("openssl/[>=3 <4]")

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables.update({
            "HELLOJOHN_TRANSPORT": str(self.options.transport),
            "HELLOJOHN_WIDGETS": False,
            "HELLOJOHN_ADMIN": bool(self.options.admin),
            "HELLOJOHN_TESTING": bool(self.options.testing),
            "HELLOJOHN_INSTALL": True,
            "HELLOJOHN_LIBIDN2": True,
            "HELLOJOHN_LIBSECRET": False,
            "HELLOJOHN_SPEECHD": False,
            "HELLOJOHN_ATSPI": False,
            "HELLOJOHN_SAMPLES": False,
            "HELLOJOHN_TESTS": False,
        })
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()

    def package_info(self):
        # The package brings its own CMake configuration with its components.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs.append(os.path.join("lib", "cmake", "hellojohn"))
