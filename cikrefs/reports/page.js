"use strict";
const box = document.getElementById("find");
const found = document.getElementById("found");
box.closest("[hidden]").hidden = false;
box.addEventListener("input", () => {
  const sought = box.value.trim().toLowerCase();
  let number = 0;
  for (const link of document.querySelectorAll("nav a")) {
    const one = document.getElementById(link.hash.slice(1)).closest(".reference");
    one.hidden = !one.textContent.toLowerCase().includes(sought);
    link.parentElement.hidden = one.hidden;
    number += !one.hidden;
  }
  for (const group of document.querySelectorAll(".group"))
    group.hidden = !group.querySelector(".reference:not([hidden])");
  found.textContent = sought ? `${number} found` : "";
});
