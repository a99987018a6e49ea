export { type StoreUnderTest, testStore } from './test-store.js';
