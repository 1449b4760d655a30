/**
 * Does a task once, in the time an agent takes to answer: to be called when a request goes out, which is then written
 * first. The task may only be what is done again where it failed; what goes wrong is said there.
 */
export function atLeisure(task: () => void): () => void {
  let begun = false;
  return () => {
    if (begun) return;
    begun = true;
    setImmediate(() => {
      try {
        task();
      } catch {
        // It goes wrong again where its outcome is needed.
      }
    });
  };
}
