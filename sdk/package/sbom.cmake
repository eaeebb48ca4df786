# Run by the build with cmake -P: writes the bill of materials in SPDX 2.3 (JSON). OUT: the file; VERSION; ROOT: the sources;
# FILES: what is installed, each with its digest; PARTS: "name|version|licence|address" of each dependency.
# The same sources and tools give the same bytes.

include(${CMAKE_CURRENT_LIST_DIR}/time_of_sources.cmake)

set(packages "")
set(relations "")
set(own "")

# add_package(ID NAME VERSION LICENCE ADDRESS [DIGEST]); a VERSION of NOASSERTION is one that nobody can tell.
function(add_package id name version licence address)
  set(digest "")
  set(known "\n      \"versionInfo\": \"${version}\",")
  if(version STREQUAL "NOASSERTION")
    set(known "")
  endif()
  if(ARGN)
    set(digest ",\n      \"checksums\": [{\"algorithm\": \"SHA256\", \"checksumValue\": \"${ARGN}\"}]")
  endif()
  string(APPEND packages ",
    {
      \"SPDXID\": \"SPDXRef-${id}\",
      \"name\": \"${name}\",${known}
      \"downloadLocation\": \"${address}\",
      \"filesAnalyzed\": false,
      \"licenseConcluded\": \"${licence}\",
      \"licenseDeclared\": \"${licence}\",
      \"copyrightText\": \"NOASSERTION\"${digest}
    }")
  set(packages "${packages}" PARENT_SCOPE)
endfunction()

# relate(FROM KIND TO)
function(relate from kind to)
  string(APPEND relations ",
    {\"spdxElementId\": \"SPDXRef-${from}\", \"relationshipType\": \"${kind}\", \"relatedSpdxElement\": \"SPDXRef-${to}\"}")
  set(relations "${relations}" PARENT_SCOPE)
endfunction()

time_of_sources(created "%Y-%m-%dT%H:%M:%SZ")
add_package(hellojohn hellojohn ${VERSION} MIT NOASSERTION)
relate(DOCUMENT DESCRIBES hellojohn)
foreach(part IN LISTS PARTS)
  string(REPLACE "|" ";" part "${part}")
  list(GET part 0 name)
  list(GET part 1 version)
  list(GET part 2 licence)
  list(GET part 3 address)
  string(REGEX REPLACE "[^A-Za-z0-9.]" "-" id "${name}")
  add_package(${id} "${name}" "${version}" ${licence} ${address})
  relate(hellojohn DEPENDS_ON ${id})
endforeach()
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(SHA256 ${file} digest)
  string(REGEX REPLACE "[^A-Za-z0-9.]" "-" id "${name}")
  add_package(${id} "${name}" ${VERSION} MIT NOASSERTION ${digest})
  relate(hellojohn CONTAINS ${id})
  string(APPEND own ${digest})
endforeach()
string(SHA256 own "${own}${PARTS}")
string(SUBSTRING "${packages}" 1 -1 packages)
string(SUBSTRING "${relations}" 1 -1 relations)

file(WRITE ${OUT} "{
  \"spdxVersion\": \"SPDX-2.3\",
  \"dataLicense\": \"CC0-1.0\",
  \"SPDXID\": \"SPDXRef-DOCUMENT\",
  \"name\": \"hellojohn-${VERSION}\",
  \"documentNamespace\": \"https://spdx.org/spdxdocs/hellojohn-${VERSION}-${own}\",
  \"creationInfo\": {\"created\": \"${created}\", \"creators\": [\"Tool: hellojohn-sbom.cmake-${VERSION}\"]},
  \"packages\": [${packages}
  ],
  \"relationships\": [${relations}
  ]
}
")
