// Each test has the program train and a browser draw: two at a time would only be slower.
[assembly: DoNotParallelize]
