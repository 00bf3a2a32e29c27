// A page that was saved while it was open holds the buttons that the scripts put into it then.
for (const button of document.querySelectorAll(".copybtn")) button.remove();
