// Every test is a process that trains a model: two at a time would only be slower, and time is what the kills are drawn by.
[assembly: DoNotParallelize]
